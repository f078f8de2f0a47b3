import assert from 'node:assert/strict';
import { PastedChannel, type PastedChannelOptions } from './pastedChannel.ts';

const callback = 'http://127.0.0.1:28493/callback';

function pasting(options: Partial<PastedChannelOptions> = {}) {
  const asked: { readonly problem: (text: string) => string | undefined; readonly signal: AbortSignal }[] = [];
  const pasted = Promise.withResolvers<string | undefined>();
  const channel = new PastedChannel({
    redirectUris: [],
    ports: [],
    namesIssuer: false,
    person: {
      pastedAddress: (problem, signal) => {
        asked.push({ problem, signal });
        return pasted.promise;
      },
    },
    ...options,
  });
  return { channel, asked, paste: pasted.resolve };
}

/** What the channel makes of a text: the answer's address, or the words that refuse it. */
async function outcome(text: string, options: Partial<PastedChannelOptions> = {}): Promise<string> {
  const { channel, asked, paste } = pasting(options);
  const { answer } = channel.expect('https://id.example.com/authorize', 'the-state');
  const words = asked[0]?.problem(text);
  paste(text);
  return words ?? (await answer).href;
}

describe('PastedChannel', () => {
  it('B11 B12 opens the authorization request as it is, and asks once', () => {
    const { channel, asked } = pasting();
    const { open } = channel.expect('https://id.example.com/authorize?a=%2B', 'the-state');
    assert.equal(open, 'https://id.example.com/authorize?a=%2B');
    assert.equal(asked.length, 1);
    channel.dispose();
  });

  const addresses: readonly [title: string, redirectUris: string[], ports: number[], redirectUri: string][] = [
    ['nothing set', [], [], callback],
    ['a port of the settings', [], [7001, 7002], 'http://127.0.0.1:7001/callback'],
    ['a registered address', ['vscode://a.b/c', 'http://localhost:7000/cb'], [7001], 'http://localhost:7000/cb'],
    ['a registered address without a port', ['http://127.0.0.1/cb'], [7001], 'http://127.0.0.1:7001/cb'],
    ['a registered address, no port at all', ['http://[::1]/cb'], [], 'http://[::1]:28493/cb'],
  ];
  for (const [title, redirectUris, ports, redirectUri] of addresses) {
    it(`H54 C15 with ${title}, the address is ${redirectUri}`, () => {
      assert.equal(pasting({ redirectUris, ports }).channel.redirectUri, redirectUri);
    });
  }

  const taken: readonly [pasted: string, answer: string][] = [
    [`${callback}?code=c%2B1&state=the-state`, `${callback}?code=c%2B1&state=the-state`],
    [
      `  ${callback}?state=the-state&code=c&iss=https%3A%2F%2Fid\n`,
      `${callback}?state=the-state&code=c&iss=https%3A%2F%2Fid`,
    ],
    [`127.0.0.1:28493/callback?code=c&state=the-state`, `${callback}?code=c&state=the-state`],
    [`${callback}?error=access_denied&state=the-state`, `${callback}?error=access_denied&state=the-state`],
    [`${callback}?code=c&state=the-state#_=_`, `${callback}?code=c&state=the-state`],
  ];
  for (const [pasted, answer] of taken) {
    it(`H55 takes ${JSON.stringify(pasted)}`, async () => {
      assert.equal(await outcome(pasted), answer);
    });
  }

  const refused: readonly [pasted: string, words: RegExp][] = [
    ['', /^Paste the address/],
    [`${callback}?code=c`, /another sign-in/],
    [`${callback}?code=c&state=`, /another sign-in/],
    [`${callback}?code=c&state=other-state`, /another sign-in/],
    [`${callback}?code=c&state=the-state&state=the-state`, /another sign-in/],
    [`${callback}?error=access_denied`, /another sign-in/],
    [`${callback}?state=the-state`, /no answer/],
    [callback, /no answer/],
    ['https://id.example.com/authorize?code=c&state=the-state', /begins with http:\/\/127\.0\.0\.1:28493\/callback/],
    ['http://127.0.0.1:49818/callback?code=c&state=the-state', /begins with/],
    ['http://localhost:28493/callback?code=c&state=the-state', /begins with/],
    ['https://127.0.0.1:28493/callback?code=c&state=the-state', /begins with/],
    [`${callback}/x?code=c&state=the-state`, /begins with/],
    ['http://[', /begins with/],
    ['javascript:alert(1)', /begins with/],
    ['?code=c&state=the-state', /neither/],
    ['code=abcdefgh', /neither/],
    ['two words', /neither/],
    ['short', /neither/],
    ['x'.repeat(70_000), /too long/],
  ];
  for (const [pasted, words] of refused) {
    it(`H55 refuses ${JSON.stringify(pasted.slice(0, 80))} in words`, async () => {
      assert.match(await outcome(pasted), words);
    });
  }

  it('H55 takes a code alone, for PKCE and nonce protect it', async () => {
    assert.equal(await outcome(' a+b/c== '), `${callback}?code=a%2Bb%2Fc%3D%3D&state=the-state`);
  });

  it('H55 D27 takes no code alone from a provider that names itself in its answers', async () => {
    assert.match(await outcome('abcdefgh', { namesIssuer: true }), /not enough/);
    const whole = `${callback}?code=c&state=the-state&iss=https%3A%2F%2Fid`;
    assert.equal(await outcome(whole, { namesIssuer: true }), whole);
  });

  it('ends quietly when the person gives up, and closes the question at the end', async () => {
    const { channel, asked, paste } = pasting();
    const { answer } = channel.expect('https://id.example.com/authorize', 'the-state');
    channel.end();
    assert.equal(asked[0]?.signal.aborted, true);
    paste(undefined);
    await assert.rejects(answer, { code: 'operation.cancelled' });
  });

  it('asks anew for a second authorization request, and takes no answer to the first', async () => {
    const { channel, asked, paste } = pasting();
    channel.expect('https://id.example.com/authorize', 'old');
    const { answer } = channel.expect('https://id.example.com/authorize', 'new');
    assert.deepEqual(
      asked.map(({ signal }) => signal.aborted),
      [true, false],
    );
    paste(`${callback}?code=c&state=new`);
    assert.equal((await answer).searchParams.get('state'), 'new');
  });

  it('H55 lets no text through that the question should have refused', async () => {
    const { channel, paste } = pasting();
    const { answer } = channel.expect('https://id.example.com/authorize', 'the-state');
    paste(`${callback}?code=c&state=other`);
    await assert.rejects(answer, { code: 'signIn.answerInvalid' });
  });
});
