import assert from 'node:assert/strict';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fakeSurroundings } from '../../test/fakes/signInEdges.ts';
import { UriChannel } from './uriChannel.ts';

const own = 'vscode://sso-toolkit.sso-toolkit';
const callback = `${own}/callback`;
const forever = new AbortController().signal;

async function waiting({ redirectUris = [callback], reachable = (url: string) => url } = {}) {
  const log = fakeLog();
  const editor = { ...fakeSurroundings(), reachable: (url: string) => Promise.resolve(reachable(url)) };
  const channel = await UriChannel.open({ surroundings: editor, redirectUris, log }, forever);
  const answers: string[] = [];
  const expect = (state = 'the-state') => {
    const expectation = channel.expect('https://id.example.com/authorize?a=b', state);
    void expectation.answer.then(({ href }) => answers.push(href));
    return expectation;
  };
  return { channel, editor, log, answers, expect };
}

/** Lets what was resolved arrive. */
const settled = (): Promise<void> => new Promise(setImmediate);

describe('UriChannel', () => {
  it('B11 hands the browser the authorization request as the text that it is', async () => {
    const { channel, expect } = await waiting();
    assert.equal(expect().open, 'https://id.example.com/authorize?a=b');
    assert.equal(channel.redirectUri, callback);
    channel.dispose();
  });

  it('H57 takes the answer with its state, whole, and once', async () => {
    const { channel, editor, answers, expect } = await waiting();
    expect();
    editor.hand(`${callback}?code=a%2Bb%26c&state=the-state&iss=https%3A%2F%2Fid.example.com`);
    editor.hand(`${callback}?code=second&state=the-state`);
    await settled();
    assert.deepEqual(answers, [`${callback}?code=a%2Bb%26c&state=the-state&iss=https%3A%2F%2Fid.example.com`]);
    channel.dispose();
  });

  const strays: readonly string[] = [
    callback,
    `${callback}?`,
    `${callback}?code=x`,
    `${callback}?code=x&state=`,
    `${callback}?code=x&state=the-stat`,
    `${callback}?code=x&state=the-state-`,
    `${callback}?code=x&state=the-state&state=the-state`,
    `${callback}?code=x&state=the-state&state=other`,
    `${callback}?error=access_denied`,
    `${callback}/?code=x&state=the-state`,
    `${callback}/../callback?code=x&state=the-state`,
    `${callback}%2f?code=x&state=the-state`,
    `${own}/CALLBACK?code=x&state=the-state`,
    `${own}/any?command=workbench.action.terminal.new&state=the-state`,
    `${own}?code=x&state=the-state`,
    `vscode-insiders://sso-toolkit.sso-toolkit/callback?code=x&state=the-state`,
    `vscode://other.extension/callback?code=x&state=the-state`,
    `https://evil.example/callback?code=x&state=the-state`,
    `${callback}?state=the-state&code=${'x'.repeat(1_000_000)}`,
    `${callback}#code=x&state=the-state`,
    'nonsense',
    '',
  ];

  it('H57 T18 nothing happens on any other address, nothing of it is logged, and the true answer is still taken', async () => {
    const { channel, editor, log, answers, expect } = await waiting();
    editor.hand(`${callback}?code=early&state=the-state`);
    expect();
    for (const stray of strays) editor.hand(stray);
    await settled();
    assert.deepEqual(answers, []);
    assert.deepEqual(log.lines, Array(3).fill('An address that belongs to no sign-in was ignored.'));
    editor.hand(`${callback}?code=right&state=the-state`);
    await settled();
    assert.deepEqual(answers, [`${callback}?code=right&state=the-state`]);
    channel.dispose();
  });

  it('H57 a second expectation takes the place of the first, before and after its answer', async () => {
    const { channel, editor, answers, expect } = await waiting();
    expect('one');
    expect('two');
    editor.hand(`${callback}?code=1&state=one`);
    await settled();
    assert.deepEqual(answers, []);
    editor.hand(`${callback}?code=2&state=two`);
    await settled();
    expect('three');
    editor.hand(`${callback}?code=2&state=two`);
    editor.hand(`${callback}?code=3&state=three`);
    await settled();
    assert.deepEqual(answers, [`${callback}?code=2&state=two`, `${callback}?code=3&state=three`]);
    channel.dispose();
  });

  it('T15 T18 listens no longer than its sign-in', async () => {
    for (const close of ['end', 'dispose'] as const) {
      const { channel, editor, log, answers, expect } = await waiting();
      expect();
      channel[close]();
      editor.hand(`${callback}?code=late&state=the-state`);
      await settled();
      assert.deepEqual([answers, log.lines], [[], []]);
    }
  });

  it('H54 comes back to the registered address, exactly; another editor’s address is not taken for it', async () => {
    const listed = ['http://127.0.0.1/callback', 'cursor://sso-toolkit.sso-toolkit/x', `${own}/signed/in`];
    const { channel, editor, answers, expect } = await waiting({ redirectUris: listed });
    assert.equal(channel.redirectUri, `${own}/signed/in`);
    expect();
    editor.hand(`${own}/callback?code=x&state=the-state`);
    editor.hand(`${own}/signed/in?code=y&state=the-state`);
    await settled();
    assert.deepEqual(answers, [`${own}/signed/in?code=y&state=the-state`]);
    channel.dispose();
  });

  it('H54 where the client registers itself, comes back by the form that leads to this window', async () => {
    const made = 'https://dev.example.com/callback?vscode-reqid=1&vscode-path=/callback';
    const { channel, editor, answers, expect } = await waiting({ redirectUris: [], reachable: () => made });
    assert.equal(channel.redirectUri, made);
    expect();
    editor.hand(`${callback}?code=x&state=the-state`);
    await settled();
    assert.deepEqual(answers, ['https://dev.example.com/callback?code=x&state=the-state']);
    channel.dispose();
    const window = await waiting({ redirectUris: [], reachable: (url) => `${url}?windowId=3` });
    assert.equal(window.channel.redirectUri, `${callback}?windowId=3`);
    window.expect();
    window.editor.hand(`${callback}?windowId=3&code=x&state=the-state`);
    await settled();
    assert.equal(window.answers.length, 1);
    window.channel.dispose();
  });

  it('C25 F35 an editor that never says its address holds nobody up, and nothing listens then', async () => {
    const editor = { ...fakeSurroundings(), reachable: () => new Promise<string>(() => undefined) };
    const cancelling = new AbortController();
    const opening = UriChannel.open({ surroundings: editor, redirectUris: [], log: fakeLog() }, cancelling.signal);
    cancelling.abort(new Error('cancelled'));
    await assert.rejects(opening, /cancelled/);
  });

  it('F35 fails at once in an editor that the system does not know', async () => {
    const surroundings = fakeSurroundings({ runs: 'local', atLoopback: false, ui: 'desktop' });
    await assert.rejects(UriChannel.open({ surroundings, redirectUris: [callback], log: fakeLog() }, forever), {
      code: 'signIn.flowUnavailable',
    });
  });
});
