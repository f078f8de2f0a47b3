import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { Host } from '../../src/model/host.ts';
import type { SignInPerson } from '../../src/signIn/request.ts';
import { absentPerson, desktop, fakeSurroundings } from '../fakes/signInEdges.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { type SignInWorld, signInWorld, soon } from './signInWorld.ts';

const callback = 'vscode://sso-toolkit.sso-toolkit/callback';
const ssh: Host = { ...desktop, runs: 'remote' };

/** Where the provider sends the browser that opened `url`; a browser would hand that over, or show it in its address bar. */
async function leadsTo(url: string): Promise<string> {
  const { headers } = await fetch(url, { redirect: 'manual' });
  return headers.get('location') ?? '';
}

describe('signIn by other ways than a near browser', () => {
  const provider = new HostileProvider();
  /** What the token endpoint was sent. */
  const exchanged: URLSearchParams[] = [];
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
    exchanged.length = 0;
    provider.faults.answer = (path, _request, _response, body) => {
      if (path === '/token') exchanged.push(body);
      return false;
    };
  });

  /** The browser hands over whatever `handed` makes of the address that the provider led it to. */
  function handing(handed: (address: string) => readonly string[] = (address) => [address], reachable?: string) {
    const own = fakeSurroundings();
    const surroundings = {
      ...own,
      ...(reachable === undefined ? {} : { reachable: () => Promise.resolve(reachable) }),
    };
    const world = signInWorld(provider.issuer, { surroundings });
    world.browse = async (url) => {
      for (const address of handed(await leadsTo(url))) own.hand(address);
      return undefined;
    };
    return world;
  }
  const byUri = { flow: 'uriHandler', redirectUris: [callback] } as const;

  it('B11 H57 comes back by an address of the editor, and the browser gets the request as it was built', async () => {
    const world = handing();
    const { subject, flow } = await soon(world.signIn({ ...byUri, loginHint: 'ü+%&=#' }));
    assert.deepEqual([subject, flow], ['alice', 'uriHandler']);
    const [opened = '', ...more] = world.opened;
    assert.deepEqual(more, []);
    const query = new URL(opened).searchParams;
    assert.deepEqual([query.get('login_hint'), query.get('redirect_uri')], ['ü+%&=#', callback]);
    assert.ok(opened.includes(`login_hint=${encodeURIComponent('ü+%&=#')}`), opened);
    assert.equal(exchanged[0]?.get('redirect_uri'), callback);
    assert.equal(world.clock.waiting, 0);
  });

  it('C15 H54 sends the form that an editor in a browser makes, the same in both requests', async () => {
    const made = 'https://dev.example.com/callback?vscode-reqid=1&vscode-path=/callback';
    const asHanded = (address: string) => [address.replace(made, callback).replace('callback&', 'callback?')];
    const world = handing(asHanded, made);
    assert.equal((await soon(world.signIn({ flow: 'uriHandler' }))).subject, 'alice');
    assert.equal(new URL(world.opened[0] ?? '').searchParams.get('redirect_uri'), made);
    assert.equal(exchanged[0]?.get('redirect_uri'), made);
  });

  it('H57 T18 T60 no other address does anything to a running sign-in, nor is it written down', async () => {
    const marker = 'marker-of-a-query';
    const strays = (address: string): string[] => [
      `${callback}?code=${marker}`,
      `${callback}?error=access_denied&error_description=${marker}`,
      `${callback}?code=${marker}&state=${marker}`,
      `${callback}?command=workbench.action.terminal.new&state=${marker}`,
      address.replace('/callback', '/any'),
      `${address}&state=${marker}`,
      `${callback}?state=${marker.repeat(60_000)}`,
    ];
    const world = handing((address) => [...strays(address), address, address]);
    assert.equal((await soon(world.signIn(byUri))).subject, 'alice');
    assert.equal(exchanged.length, 1);
    assert.doesNotMatch(world.log.lines.join('\n'), /marker|code-\d|state=/);
  });

  it('T11 H57 a code of somebody else fails on PKCE, though the state is right', async () => {
    const stolen = new URL(await leadsTo(`${provider.issuer}/authorize?redirect_uri=${callback}&code_challenge=x`));
    const world = handing((address) => {
      const answer = new URL(address);
      answer.searchParams.set('code', stolen.searchParams.get('code') ?? '');
      return [answer.href];
    });
    await assert.rejects(soon(world.signIn(byUri)), { code: 'signIn.refused', quoted: 'The code is not yours.' });
  });

  it('D27 D28 an answer by the editor’s address is checked like any other', async () => {
    provider.faults.callback = (query) => {
      query.set('iss', 'https://evil.example');
    };
    await assert.rejects(soon(handing().signIn(byUri)), { code: 'signIn.answerInvalid' });
    provider.faults.callback = (query) => {
      query.delete('code');
      query.set('error', 'access_denied');
    };
    await assert.rejects(soon(handing().signIn(byUri)), { code: 'signIn.denied' });
    assert.equal(exchanged.length, 0);
  });

  /** The person copies what `pasted` makes of the address that the browser ended at. */
  function pasting(pasted: (address: string) => string | undefined = (address) => address) {
    const seen: (string | undefined)[] = [];
    const ended = Promise.withResolvers<string>();
    const person: SignInPerson = {
      ...absentPerson(),
      pastedAddress: async (problem) => {
        const text = pasted(await ended.promise);
        seen.push(text === undefined ? undefined : problem(text));
        return text;
      },
    };
    const world = signInWorld(provider.issuer, { person });
    world.browse = async (url) => {
      ended.resolve(await leadsTo(url));
      return undefined;
    };
    return { world, seen };
  }
  const byPasting = { flow: 'pastedUrl', ports: [7001] } as const;

  it('H55 B11 signs in with the pasted address of a page that nobody serves', async () => {
    const { world, seen } = pasting((address) => ` ${address}\n`);
    const { subject, flow } = await soon(world.signIn(byPasting));
    assert.deepEqual([subject, flow, seen], ['alice', 'pastedUrl', [undefined]]);
    assert.equal(exchanged[0]?.get('redirect_uri'), 'http://127.0.0.1:7001/callback');
    assert.equal(world.opened.length, 1);
    assert.equal(world.clock.waiting, 0);
  });

  it('H55 takes the code alone where the provider does not name itself, for PKCE and nonce protect it', async () => {
    provider.faults.metadata = (metadata) => ({ ...metadata, authorization_response_iss_parameter_supported: false });
    const codeOf = (address: string): string => new URL(address).searchParams.get('code') ?? '';
    assert.equal((await soon(pasting(codeOf).world.signIn(byPasting))).subject, 'alice');
    const stolen = codeOf(await leadsTo(`${provider.issuer}/authorize?redirect_uri=http://x&code_challenge=x`));
    await assert.rejects(soon(pasting(() => stolen).world.signIn(byPasting)), { code: 'signIn.refused' });
    provider.faults.claims = (claims) => ({ ...claims, nonce: 'of another sign-in' });
    await assert.rejects(soon(pasting(codeOf).world.signIn(byPasting)), { code: 'signIn.answerInvalid' });
  });

  it('H55 D27 refuses in words the address of another sign-in and, from a provider that names itself, a code alone', async () => {
    const other = pasting((address) => address.replace(/state=[^&]*/, 'state=other'));
    await assert.rejects(soon(other.world.signIn(byPasting)), { code: 'signIn.answerInvalid' });
    const alone = pasting((address) => new URL(address).searchParams.get('code') ?? '');
    await assert.rejects(soon(alone.world.signIn(byPasting)), { code: 'signIn.answerInvalid' });
    assert.match([...other.seen, ...alone.seen].join('\n'), /another sign-in.*\n.*not enough/);
    assert.equal(exchanged.length, 0);
  });

  it('ends quietly when nothing is pasted', async () => {
    await assert.rejects(soon(pasting(() => undefined).world.signIn(byPasting)), { code: 'operation.cancelled' });
  });

  function remote(reached: (url: string) => string): SignInWorld {
    return signInWorld(provider.issuer, {
      surroundings: { ...fakeSurroundings(ssh), reachable: (url) => Promise.resolve(reached(url)) },
    });
  }

  it('H54 F35 comes back through a forwarded port that keeps its number, by the plain loopback address', async () => {
    const world = remote((url) => url.replace('127.0.0.1', 'localhost'));
    assert.equal((await soon(world.signIn())).subject, 'alice');
    assert.match(exchanged[0]?.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it('H54 F35 opens nothing and listens no longer where the port does not keep its number', async () => {
    let port = 0;
    const world = remote((url) => {
      port = Number(new URL(url).port);
      return 'http://127.0.0.1:1/';
    });
    await assert.rejects(soon(world.signIn()), { code: 'signIn.flowUnavailable', message: /to port 1 of/ });
    assert.deepEqual([world.opened, world.clock.waiting], [[], 0]);
    await assert.rejects(once(connect(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' });
  });

  it('C25 F35 a sign-in can be cancelled while the editor still forwards the port', async () => {
    const asked = Promise.withResolvers<undefined>();
    const world = signInWorld(provider.issuer, {
      surroundings: {
        ...fakeSurroundings(ssh),
        reachable: () => (asked.resolve(undefined), new Promise<string>(() => undefined)),
      },
    });
    const signingIn = world.signIn();
    await asked.promise;
    world.cancel();
    await assert.rejects(soon(signingIn), { code: 'operation.cancelled' });
    assert.equal(world.clock.waiting, 0);
  });

  it('H56 signs in by a code that is typed on another device, and opens nothing by itself', async () => {
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      device_authorization_endpoint: `${provider.issuer}/device`,
    });
    const left = ['authorization_pending', 'slow_down'];
    provider.faults.answer = (path, _request, response, body) => {
      const error = path === '/token' ? left.shift() : undefined;
      if (path === '/token') exchanged.push(body);
      if (error !== undefined) json(response, 400, { error });
      if (path === '/device') {
        const device = { device_code: 'd-1', user_code: 'AB-12', verification_uri: `${provider.issuer}/activate` };
        json(response, 200, { ...device, expires_in: 300 });
      }
      return error !== undefined || path === '/device';
    };
    const shown: string[] = [];
    const showCode: SignInPerson['showCode'] = ({ userCode }) => Promise.resolve(shown.push(userCode) > 0);
    const world = signInWorld(provider.issuer, { person: { ...absentPerson(), showCode } });
    const signingIn = world.signIn({ flow: 'deviceCode', timeoutMs: 1_000 });
    for (let polls = 1; polls <= 3; polls++) {
      while (world.clock.waiting < 3) await new Promise(setImmediate); // the limit, the code's life, the pause
      world.clock.advance(15_000);
      while (exchanged.length < polls) await new Promise(setImmediate);
    }
    const { subject, flow } = await soon(signingIn);
    assert.deepEqual([subject, flow, shown, world.opened], ['alice', 'deviceCode', ['AB-12'], []]);
    assert.equal(world.clock.waiting, 0);
    assert.doesNotMatch(world.log.lines.join('\n'), /d-1|AB-12|access-|refresh-/);
  });

  it('H54 H56 says so where the provider does not announce the device flow', async () => {
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn({ flow: 'deviceCode' })), { code: 'signIn.flowUnavailable' });
    assert.equal(world.clock.waiting, 0);
  });
});
