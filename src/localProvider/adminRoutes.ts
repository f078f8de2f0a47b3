import type { ServerResponse } from 'node:http';
import { applicationRoutes } from './adminApplications.ts';
import type { AdminRoute } from './adminRoute.ts';
import { answerJson } from './answer.ts';
import { accessClaims } from './claims.ts';
import type { Leases } from './leases.ts';
import { personOf } from './people.ts';

const heartbeat = 5000;

export const routes: readonly AdminRoute[] = [
  {
    method: 'GET',
    pattern: /^\/admin\/status$/,
    handle: ({ identity, issuer, runtime }, _request, res) => {
      answerJson(res, 200, {
        instanceId: identity.instanceId,
        issuer,
        pid: process.pid,
        leases: runtime.leases.count,
      });
    },
  },
  {
    method: 'GET',
    pattern: /^\/admin\/lease$/,
    handle: ({ runtime }, _request, res) => {
      holdLease(runtime.leases, res);
    },
  },
  {
    method: 'GET',
    pattern: /^\/admin\/access$/,
    handle: ({ people, registrations }, { query }, res) => {
      const person = query.get('person') ?? '';
      const application = query.get('application') ?? '';
      if (!personOf(people(), person)) {
        answerJson(res, 404, { code: 'not_found', message: 'There is no such person.' });
      } else if (!registrations.get(application)) {
        answerJson(res, 404, { code: 'not_found', message: 'There is no such application.' });
      } else answerJson(res, 200, accessClaims(people(), registrations, person, application));
    },
  },
  {
    method: 'POST',
    pattern: /^\/admin\/registrationToken$/,
    handle: async ({ runtime }, _request, res) => {
      answerJson(res, 201, { token: await runtime.registrationToken() });
    },
  },
  {
    method: 'POST',
    pattern: /^\/admin\/stop$/,
    handle: ({ runtime }, _request, res) => {
      answerJson(res, 202, {});
      runtime.stop();
    },
  },
  ...applicationRoutes,
];

/** The connection is the lease: it ends with the process that holds it, however that dies. */
function holdLease(leases: Leases, res: ServerResponse): void {
  const lease = leases.take();
  res.writeHead(200, { 'content-type': 'text/plain' });
  res.write('\n');
  const timer = setInterval(() => res.write('\n'), heartbeat);
  res.on('close', () => {
    clearInterval(timer);
    lease.dispose();
  });
}
