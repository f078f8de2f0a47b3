import assert from 'node:assert/strict';
import type { Directory, Found } from '../../src/directory/directory.ts';
import type { ApplicationFields, DeclaredApplication, RegisteredApplication } from '../../src/model/application.ts';
import { applyPlan } from '../../src/sync/apply.ts';
import { plan } from '../../src/sync/plan.ts';
import { readStandings } from '../../src/sync/readStandings.ts';

/** A provider that can be written to, and a way to write past the product. */
export interface DirectoryUnderTest {
  readonly directory: Directory;
  /** The same provider, asked by somebody whom it lets see nothing. */
  readonly stranger: Directory;
  /** The same provider, where nobody answers. */
  readonly silent: Directory;
  /** What somebody else does at the provider: gives the registration another name. */
  readonly rename: (clientId: string, name: string) => Promise<void>;
  /** What somebody else does at the provider: takes the registration away. */
  readonly remove: (clientId: string) => Promise<void>;
}

/** What every provider that takes changes must do. `current` is asked within each test. */
export function directoryContract(name: string, current: () => DirectoryUnderTest): void {
  describe(`${name} keeps the directory contract`, () => {
    let made = 0;
    const never = new AbortController().signal;
    const fresh = (fields: ApplicationFields): DeclaredApplication => {
      const key = `contract-${String(++made)}`;
      return { key, clientId: key, urls: [], roleDescriptions: {}, fields };
    };
    const find = async (clientId: string): Promise<Found | undefined> =>
      (await current().directory.find([clientId], never)).get(clientId);
    const registered = async (clientId: string): Promise<RegisteredApplication> => {
      const found = await find(clientId);
      assert.equal(found?.kind, 'found');
      return found.application;
    };
    const create = (application: DeclaredApplication) => current().directory.create(application, never);

    it('answers for every client id it is asked for', async () => {
      const application = fresh(web);
      await create(application);
      const answers = await current().directory.find([application.clientId, 'not there', 'a/b?c=%20'], never);
      assert.deepEqual(
        [...answers].map(([clientId, { kind }]) => [clientId, kind]).sort(),
        [
          [application.clientId, 'found'],
          ['a/b?c=%20', 'absent'],
          ['not there', 'absent'],
        ].sort(),
      );
    });

    it('holds what it was given, and knows that it is ours', async () => {
      const application = fresh({ ...web, grants: [{ group: 'sales/leads', role: 'clerk' }] });
      const { clientId } = await create(application);
      const { fields, ours } = await registered(clientId);
      assert.equal(ours, true);
      const { directory } = current();
      for (const field of directory.capabilities.fields) {
        const wanted = application.fields[field];
        if (wanted !== undefined) assert.deepEqual(fields[field], wanted, field);
      }
    });

    it('sets the given fields, leaves the others, and moves the version', async () => {
      const { clientId } = await create(fresh(web));
      const before = await registered(clientId);
      await current().directory.update(
        clientId,
        { redirectUris: ['http://localhost:3000/other'] },
        before.version,
        never,
      );
      const after = await registered(clientId);
      assert.deepEqual(after.fields.redirectUris, ['http://localhost:3000/other']);
      assert.equal(after.fields.name, before.fields.name);
      assert.notEqual(after.version, before.version);
    });

    it("overwrites nobody's work", async () => {
      const { clientId } = await create(fresh(web));
      const { version } = await registered(clientId);
      await current().rename(clientId, 'Renamed elsewhere');
      await assert.rejects(current().directory.update(clientId, { name: 'Mine' }, version, never), {
        code: 'plan.outdated',
      });
      assert.equal((await registered(clientId)).fields.name, 'Renamed elsewhere');
    });

    it('does not bring back what somebody took away', async () => {
      const { clientId } = await create(fresh(web));
      const { version } = await registered(clientId);
      await current().remove(clientId);
      assert.deepEqual(await find(clientId), { kind: 'absent' });
      await assert.rejects(current().directory.update(clientId, { name: 'Mine' }, version, never), {
        code: 'plan.outdated',
      });
      assert.deepEqual(await find(clientId), { kind: 'absent' });
    });

    it('does not register an application twice', async () => {
      const application = fresh(web);
      await create(application);
      await assert.rejects(create(application), { code: 'plan.outdated' });
    });

    it('refuses what it cannot hold, and registers nothing of it', async () => {
      const application = fresh({ ...web, redirectUris: ['not a URL'] });
      await assert.rejects(create(application), { code: 'provider.refused' });
      assert.deepEqual(await find(application.clientId), { kind: 'absent' });
    });

    it('hands out a secret where the application has one, once', async () => {
      const open = await create(fresh({ ...web, type: 'spa', clientAuthentication: 'none' }));
      assert.equal(open.secret, undefined);
      const { version } = await registered(open.clientId);
      const { directory } = current();
      const confidential = await directory.update(open.clientId, { clientAuthentication: 'secret' }, version, never);
      assert.ok(confidential.secret);
      const renewed = await directory.renewSecret(open.clientId, never);
      assert.notEqual(renewed, confidential.secret);
      assert.ok(!JSON.stringify(await registered(open.clientId)).includes(renewed));
    });

    it('is unknown with the reason, and never absent, where asking failed', async () => {
      const application = fresh(web);
      const failures = [
        [current().stranger, 'provider.denied', 'denied'],
        [current().silent, 'provider.unreachable', 'unreachable'],
      ] as const;
      for (const [directory, code, reason] of failures) {
        await assert.rejects(directory.find([application.clientId], never), { code });
        const [standing] = await readStandings([application], directory, never);
        assert.deepEqual(standing?.status, { kind: 'unknown', reason });
      }
    });

    it('stops asking when it is told to', async () => {
      await assert.rejects(current().directory.find(['shop'], AbortSignal.abort()), { code: 'operation.cancelled' });
    });

    it('is in sync after a plan was applied, also after drift', async () => {
      const { directory, rename } = current();
      const applications = [fresh(web), fresh({ name: 'Orders', type: 'api', audience: 'https://orders.example.com' })];
      const keep = () => Promise.resolve();
      const apply = async (): Promise<readonly string[]> => {
        const changes = plan(await readStandings(applications, directory, never));
        const results = await applyPlan(changes, directory, keep, () => undefined, never);
        return results.map(({ change, outcome }) => `${change.kind} ${outcome.kind}`);
      };
      assert.deepEqual(await apply(), ['create done', 'create done']);
      assert.deepEqual(await apply(), []);
      await rename(applications[0]?.clientId ?? '', 'Drifted');
      assert.deepEqual(await apply(), ['update done']);
      assert.deepEqual(await apply(), []);
    });
  });
}

const web: ApplicationFields = {
  name: 'Shop',
  type: 'web',
  clientAuthentication: 'secret',
  redirectUris: ['http://localhost:3000/auth/callback'],
  postLogoutRedirectUris: ['http://localhost:3000/'],
  roles: ['clerk', 'manager'],
};
