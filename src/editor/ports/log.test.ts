import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { SsoError } from '../../base/ssoError.ts';
import { boundedFetch } from '../../http/boundedFetch.ts';
import { errorLine } from '../../views/errorText.ts';
import { logTo } from './log.ts';

const secret = '3f9bC0aa71d24e66b1d2';

/** The channel of the editor, which notes the level with each line. */
function channel(): { readonly lines: string[]; readonly log: ReturnType<typeof logTo> } {
  const lines: string[] = [];
  const at = (level: string) => (line: string) => void lines.push(`${level}: ${line}`);
  const own = { info: at('info'), warn: at('warn'), error: at('error'), show: () => undefined };
  return { lines, log: logTo(own as unknown as LogOutputChannel) }; // the editor's own has much more to it
}

describe('the log', () => {
  const levels = ['info', 'warn', 'error'] as const;
  const hostile: readonly [title: string, line: string][] = [
    ['a code in a query', `POST https://id.example/token?code=${secret} 200 5 ms`],
    ['a code in a path', `POST https://id.example/${secret}/token 200 5 ms`],
    ['a code in a fragment', `GET https://id.example/#${secret} 200 5 ms`],
    ['a code in words', `id.example refused the sign-in: ${secret} is used up`],
    ['an answer', `answered {"error":"invalid_grant","refresh_token":"${secret}"}`],
    ['a cookie', `Set-Cookie: sid=${secret}; HttpOnly`],
    ['a hint', `id_token_hint=${secret}`],
    ['a header', `authorization: Bearer ${secret}`],
    ['a proof', `DPoP: ${secret}.${secret}.${secret}`],
  ];
  for (const level of levels) {
    it(`I58 T60 has no credential at the level ${level}`, () => {
      const { lines, log } = channel();
      for (const [, line] of hostile) log[level](line);
      assert.equal(lines.length, hostile.length);
      for (const [index, [title]] of hostile.entries()) {
        const [, line = ''] = /^\w+: (.*)$/.exec(lines[index] ?? '') ?? [];
        assert.ok(line.includes('…') && !line.includes(secret), `${title}: ${line}`);
      }
    });
  }

  it('I58 keeps method, origin and path, status and time of a request, whatever the provider has in its path', async () => {
    const paths = ['/realms/acme2/protocol/openid-connect/token', '/common/oauth2/v2.0/token', `/${secret}/token`];
    const { lines, log } = channel();
    const fetch = boundedFetch(() => Promise.resolve(new Response('')), { log });
    for (const path of paths) await fetch(`https://id7.example:8443${path}?code=${secret}`, { method: 'POST' });
    assert.deepEqual(
      lines.map((line) => line.replace(/\d+ ms$/, 'N ms')),
      [paths[0], paths[1], '/…/token'].map((path) => `info: POST https://id7.example:8443${path ?? ''} 200 N ms`),
    );
  });

  it('I58 a chain of errors says nothing of what their makers put into them', () => {
    const { lines, log } = channel();
    const innermost = new Error(`unexpected {"code":"${secret}"}`);
    const inner = new Error(`GET https://id.example/cb?code=${secret}`, { cause: innermost });
    log.error(errorLine(new SsoError('signIn.refused', { message: 'Refused.', quoted: secret, cause: inner })));
    log.error(errorLine(new Error(secret, { cause: { secret } })));
    log.error(errorLine(`thrown ${secret}`));
    assert.deepEqual(lines, [
      'error: signIn.refused: Refused. <- Error: GET https://id.example/cb?… <- Error: unexpected {"code":"…"}',
      'error: Error: … <- [object Object]',
      'error: thrown …',
    ]);
  });
});
