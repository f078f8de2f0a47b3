import type { ServerResponse } from 'node:http';
import type { ClientMetadata } from 'oidc-provider';
import { applicationRoutes } from './adminApplications.ts';
import { answerJson } from './answer.ts';
import { accessClaims } from './claims.ts';
import type { Identity } from './identity.ts';
import type { Leases } from './leases.ts';
import { personOf, type People } from './people.ts';
import type { Registrations } from './registrations.ts';

export interface AdminDeps {
  readonly identity: Identity;
  readonly issuer: string;
  readonly people: () => People;
  readonly registrations: Registrations;
  readonly runtime: AdminRuntime;
}

export interface AdminRuntime {
  readonly leases: Leases;
  readonly stop: () => void;
  /** What oidc-provider itself says against a client, in its words. */
  readonly clientProblem: (metadata: ClientMetadata) => Promise<string | undefined>;
}

export interface AdminRequest {
  readonly clientId: string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly body: unknown;
}

export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly pattern: RegExp;
  readonly handle: (deps: AdminDeps, request: AdminRequest, res: ServerResponse) => void | Promise<void>;
}

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
