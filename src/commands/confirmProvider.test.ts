import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fakeMemory } from '../../test/fakes/fakeMemory.ts';
import { fakeSettings } from '../../test/fakes/signInEdges.ts';
import type { Contact } from '../model/contact.ts';
import type { Environment } from '../model/environment.ts';
import { forgetMetadata } from '../signIn/discover.ts';
import { confirmProvider } from './confirmProvider.ts';

const issuer = 'https://id.example';
const staging: Environment = {
  name: 'staging',
  provider: 'oidc',
  issuer,
  signIn: { clientId: 'dev', scopes: ['openid'], parameters: {}, redirectUris: [] },
};
const own = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
};
interface Acts {
  readonly metadata?: object;
  readonly agrees?: (question: string) => boolean;
  readonly answers?: boolean;
}

const several = { ...own, token_endpoint: 'https://tokens.example/token', jwks_uri: 'https://keys.example/jwks' };

describe('confirmProvider', () => {
  function worldOf({ metadata = own, agrees = () => true, answers = true }: Acts = {}) {
    forgetMetadata();
    const world = { metadata };
    const requests: string[] = [];
    const contacts: [string, Contact['connection']['kind']][] = [];
    const ask = fakeAsk({ confirm: agrees });
    const personMemory = fakeMemory();
    const deps = {
      ask,
      clock: new FakeClock(),
      fetch: (input: string | URL | Request) => {
        requests.push(String(input instanceof Request ? input.url : input));
        return answers
          ? Promise.resolve(Response.json(world.metadata))
          : Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }));
      },
      log: fakeLog(),
      personMemory,
      reader: {
        contacted: (of: string, { connection }: Contact) => void contacts.push([of, connection.kind]),
      },
      settings: fakeSettings(),
    };
    const confirm = (environment = staging) => confirmProvider(deps, environment, new AbortController().signal);
    return { confirm, world, requests, contacts, personMemory, asked: ask.asked };
  }

  it('A2 T30 sends nothing to an issuer of the workspace before the person agreed to its exact origin', async () => {
    const { confirm, requests, asked, personMemory } = worldOf({ agrees: () => false });
    await assert.rejects(confirm(), { code: 'operation.cancelled' });
    assert.deepEqual([requests, asked], [[], ['confirm: Sign in at https://id.example?']]);
    assert.equal(personMemory.values.size, 0);
  });

  it('A2 asks once, and is then known in every workspace', async () => {
    const { confirm, asked, contacts } = worldOf();
    assert.deepEqual((await confirm()).origins, []);
    await confirm({ ...staging, name: 'elsewhere' });
    assert.equal(asked.length, 1);
    assert.deepEqual(contacts[0], [issuer, 'reachable']);
  });

  it('T31 asks anew for an issuer that only looks alike', async () => {
    const { confirm, asked } = worldOf({ agrees: (question) => question === 'Sign in at https://id.example?' });
    await confirm();
    for (const other of ['https://id.example.evil.example', 'https://xid.example', 'https://id.example:8443']) {
      await assert.rejects(confirm({ ...staging, issuer: other }), { code: 'operation.cancelled' });
    }
    assert.equal(asked.length, 4);
  });

  it('T17 names every other origin of the metadata, and asks again only when one is new', async () => {
    const { confirm, asked, world } = worldOf({ metadata: several });
    assert.deepEqual((await confirm()).origins, ['https://keys.example', 'https://tokens.example']);
    assert.deepEqual(asked, [
      'confirm: Sign in at https://id.example?',
      'confirm: id.example works together with https://keys.example, https://tokens.example. Go on?',
    ]);
    forgetMetadata();
    world.metadata = { ...several, token_endpoint: `${issuer}/token` };
    await confirm();
    assert.equal(asked.length, 2);
    forgetMetadata();
    world.metadata = { ...several, token_endpoint: 'https://evil.example/token' };
    await confirm();
    assert.equal(asked.at(-1), 'confirm: id.example works together with https://evil.example. Go on?');
  });

  it('T17 goes no further without the agreement to the other origins', async () => {
    const { confirm } = worldOf({ metadata: several, agrees: (question) => question.startsWith('Sign in at') });
    await assert.rejects(confirm(), { code: 'operation.cancelled' });
    await assert.rejects(confirm(), { code: 'operation.cancelled' });
  });

  it('A1 takes http on a loopback host only by the setting, before any question', async () => {
    const { confirm, asked } = worldOf();
    await assert.rejects(confirm({ ...staging, issuer: 'http://127.0.0.1:8080/realms/acme' }), {
      code: 'issuer.invalid',
    });
    assert.deepEqual(asked, []);
  });

  it('tells the views when nobody answers', async () => {
    const { confirm, contacts } = worldOf({ answers: false });
    await assert.rejects(confirm(), { code: 'http.unreachable' });
    assert.deepEqual(contacts, [[issuer, 'unreachable']]);
  });
});
