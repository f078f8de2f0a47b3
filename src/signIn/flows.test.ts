import assert from 'node:assert/strict';
import type { SignInFlow } from '../model/signInFlow.ts';
import { flows, flowsFor, loopbackOf, type FlowWishes, type Offers } from './flows.ts';
import { type EditorFacts, hostOf } from './hostOf.ts';

/** A desktop editor on the person's own machine. */
const facts: EditorFacts = {
  runsBesidePerson: true,
  remoteName: undefined,
  ui: 'desktop',
  uriScheme: 'vscode',
  extensionId: 'sso-toolkit.sso-toolkit',
  isPortable: false,
};
const remote = (remoteName: string, changes: Partial<EditorFacts> = {}): EditorFacts => ({
  ...facts,
  runsBesidePerson: false,
  remoteName,
  ...changes,
});

const registered = ['http://127.0.0.1/callback', 'vscode://sso-toolkit.sso-toolkit/callback'];
const offers: Offers = {
  metadata: { device_authorization_endpoint: 'https://id.example.com/device' },
  redirectUris: registered,
  registersItself: false,
};

/** Names in order; a `!` behind those that start without a question. */
const picture = (wishes: FlowWishes): string =>
  flowsFor(wishes)
    .map(({ name, certain }) => `${name}${certain ? '!' : ''}`)
    .join(' ');

describe('flowsFor', () => {
  const places: readonly [place: string, facts: EditorFacts, offered: string][] = [
    ['the own machine', facts, 'loopback! uriHandler! pastedUrl deviceCode'],
    [
      'the own machine, in a window with a remote side',
      { ...facts, remoteName: 'wsl' },
      'loopback! uriHandler! pastedUrl deviceCode',
    ],
    ['SSH', remote('ssh-remote'), 'uriHandler loopback pastedUrl deviceCode'],
    ['WSL', remote('wsl'), 'uriHandler loopback pastedUrl deviceCode'],
    ['a container', remote('dev-container'), 'uriHandler loopback pastedUrl deviceCode'],
    ['Codespaces in the desktop editor', remote('codespaces'), 'uriHandler loopback pastedUrl deviceCode'],
    ['Codespaces in a browser', remote('codespaces', { ui: 'web' }), 'pastedUrl deviceCode'],
    ['a tunnel in the desktop editor', remote('tunnel'), 'uriHandler loopback pastedUrl deviceCode'],
    ['a tunnel in a browser', remote('tunnel', { ui: 'web' }), 'pastedUrl deviceCode'],
    ['code-server on another machine', remote('dev.example.com', { ui: 'web' }), 'pastedUrl deviceCode'],
    [
      'code-server at a loopback address',
      remote('127.0.0.1:8080', { ui: 'web', uriScheme: 'code-oss' }),
      'loopback! pastedUrl deviceCode',
    ],
    ['an editor at localhost', remote('localhost:3000', { ui: 'web' }), 'loopback! pastedUrl deviceCode'],
    ['an editor at [::1]', remote('[::1]:8080', { ui: 'web' }), 'loopback! pastedUrl deviceCode'],
    ['a portable editor', { ...facts, isPortable: true }, 'loopback! pastedUrl deviceCode'],
    ['a portable editor over SSH', remote('ssh-remote', { isPortable: true }), 'loopback pastedUrl deviceCode'],
    ['an editor with another scheme', { ...facts, uriScheme: 'cursor' }, 'loopback! pastedUrl deviceCode'],
  ];
  for (const [place, editor, offered] of places) {
    it(`H53 H54 F35 ${place}: ${offered}`, () => {
      assert.equal(picture({ ...offers, host: hostOf(editor) }), offered);
    });
  }

  const clients: readonly [title: string, offers: Partial<Offers>, here: string, away: string][] = [
    ['nothing listed', { redirectUris: [] }, 'loopback! pastedUrl deviceCode', 'loopback pastedUrl deviceCode'],
    [
      'a client that registers itself',
      { redirectUris: [], registersItself: true },
      'loopback! uriHandler! pastedUrl deviceCode',
      'uriHandler loopback pastedUrl deviceCode',
    ],
    [
      'the own scheme alone',
      { redirectUris: ['vscode://sso-toolkit.sso-toolkit/back'] },
      'uriHandler! deviceCode',
      'uriHandler deviceCode',
    ],
    [
      'an address that only begins like ours',
      { redirectUris: ['vscode://sso-toolkit.sso-toolkit.evil/back'] },
      'deviceCode',
      'deviceCode',
    ],
    ['no device endpoint', { metadata: {} }, 'loopback! uriHandler! pastedUrl', 'uriHandler loopback pastedUrl'],
    [
      'a device endpoint of the wrong form',
      { metadata: { device_authorization_endpoint: 7 }, redirectUris: [] },
      'loopback! pastedUrl',
      'loopback pastedUrl',
    ],
  ];
  for (const [title, some, here, away] of clients) {
    it(`H54 with ${title}: ${here}; elsewhere: ${away}`, () => {
      assert.equal(picture({ ...offers, ...some, host: hostOf(facts) }), here);
      assert.equal(picture({ ...offers, ...some, host: hostOf(remote('ssh-remote')) }), away);
    });
  }

  it('H54 a browser editor whose client registers itself is called back through the address that the editor makes', () => {
    const host = hostOf(remote('codespaces', { ui: 'web' }));
    assert.equal(picture({ ...offers, registersItself: true, host }), 'uriHandler pastedUrl deviceCode');
  });

  it('H54 a pinned way is the only one, and is refused in words where it cannot work', () => {
    for (const { name } of flows) assert.equal(picture({ ...offers, host: hostOf(facts), pinned: name }), `${name}!`);
    const impossible: readonly [pinned: SignInFlow, wishes: Partial<FlowWishes>, why: RegExp][] = [
      ['loopback', { redirectUris: ['vscode://sso-toolkit.sso-toolkit/x'] }, /no loopback address is registered/],
      ['loopback', { host: hostOf(remote('codespaces', { ui: 'web' })) }, /forwards ports to web addresses/],
      ['loopback', { host: { ...hostOf(facts), runs: 'webWorker' } }, /nothing can listen/],
      ['uriHandler', { redirectUris: [] }, /no address that begins with vscode:\/\/sso-toolkit\.sso-toolkit\/ is/],
      ['uriHandler', { host: hostOf({ ...facts, isPortable: true }) }, /portable/],
      ['uriHandler', { host: hostOf(remote('tunnel', { ui: 'web' })) }, /not the one in this browser/],
      ['pastedUrl', { redirectUris: ['vscode://sso-toolkit.sso-toolkit/x'] }, /no loopback address is registered/],
      ['deviceCode', { metadata: {} }, /does not announce the device flow/],
    ];
    for (const [pinned, wishes, message] of impossible) {
      assert.throws(() => flowsFor({ ...offers, host: hostOf(facts), ...wishes, pinned }), {
        code: 'signIn.flowUnavailable',
        message,
      });
    }
  });

  it('H54 the way that sso.json prefers is offered first, where it can work; it does not start by itself for that', () => {
    const host = hostOf(facts);
    assert.equal(picture({ ...offers, host, preferred: 'deviceCode' }), 'deviceCode loopback! uriHandler! pastedUrl');
    const wishes = { ...offers, metadata: {}, host, preferred: 'deviceCode' } as const;
    assert.equal(picture(wishes), 'loopback! uriHandler! pastedUrl');
    assert.equal(picture({ ...offers, host, preferred: 'deviceCode', pinned: 'pastedUrl' }), 'pastedUrl!');
  });

  it('F35 says for each way why it cannot work, where none can', () => {
    const wishes = { metadata: {}, redirectUris: ['vscode://a.b/c'], registersItself: false, host: hostOf(facts) };
    assert.throws(() => flowsFor(wishes), {
      code: 'signIn.flowUnavailable',
      message: new RegExp(flows.map(({ title }) => title).join('.*')),
    });
  });

  it('H54 every way says what the person does and where it works', () => {
    for (const each of [facts, remote('ssh-remote')]) {
      const offered = flowsFor({ ...offers, host: hostOf(each) });
      assert.deepEqual(new Set(offered.map(({ name }) => name)), new Set(flows.map(({ name }) => name)));
      for (const { title, detail } of offered) assert.ok(title.length <= 40 && /^[A-Z].*\.$/.test(detail), detail);
    }
  });
});

describe('loopbackOf', () => {
  it('is the first registered loopback address', () => {
    assert.equal(loopbackOf([])?.href, undefined);
    assert.equal(loopbackOf(['nonsense', 'https://127.0.0.1/x', 'vscode://a.b/c'])?.href, undefined);
    assert.equal(loopbackOf(['vscode://a.b/c', 'http://localhost:7000/x', 'http://127.0.0.1/y'])?.port, '7000');
  });
});
