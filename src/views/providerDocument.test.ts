import assert from 'node:assert/strict';
import type { ProviderReport } from '../providers/oidc/inspect.ts';
import { providerDocument } from './providerDocument.ts';

const report: ProviderReport = {
  asked: 'https://id.example.com',
  issuer: 'https://id.example.com',
  protocol: 'openid',
  endpoints: [{ name: 'token_endpoint', address: 'https://id.example.com/token' }],
  otherOrigins: [],
  capabilities: [
    { id: 'pkce', title: 'PKCE', matters: 'It matters.', source: 'RFC 7636', verdict: 'yes' },
    { id: 'par', title: 'PAR', matters: 'Seen by the browser.', source: 'RFC 9126', verdict: 'no' },
    { id: 'x', title: 'X', matters: 'Not known.', source: 'RFC 0', verdict: 'unsaid' },
  ],
  lists: [{ name: 'scopes_supported', values: ['openid', 'profile'] }],
  keys: { keys: [{ type: 'RSA', strength: '2048 bits', id: '1', flaws: [] }], warnings: [] },
  warnings: [],
};

describe('providerDocument', () => {
  it('says what a provider can do, lacks, and does not say', () => {
    assert.equal(
      providerDocument(report),
      `# \`https://id.example.com\`

This is what the provider publishes about itself, read just now and kept nowhere. It is not signed; only signing in proves that it is true.

## What it can do

- PKCE (RFC 7636)

## What it lacks

- **PAR**: Seen by the browser. (RFC 9126)

## What it does not say

- **X**. Where it is missing: Not known. (RFC 0)

## Keys

- 1 key
- type \`RSA\`, size \`2048 bits\`, id \`1\`

## Endpoints

- token endpoint: \`https://id.example.com/token\`

## Lists it publishes

- scopes: \`openid\`, \`profile\`
`,
    );
  });

  const warned: readonly [title: string, change: Partial<ProviderReport>, words: RegExp][] = [
    ['a slash', { warnings: [{ kind: 'issuerSlash' }] }, /by a slash at its end/],
    ['upper and lower case', { warnings: [{ kind: 'issuerCase' }] }, /in upper and lower case/],
    ['a template', { warnings: [{ kind: 'issuerTemplate' }] }, /issuer of your own tenant/],
    [
      'a missing endpoint',
      { warnings: [{ kind: 'endpointMissing', name: 'token_endpoint' }] },
      /names no token endpoint,/,
    ],
    ['other hosts', { otherOrigins: ['https://b.example'] }, /to `https:\/\/b\.example`\./],
    ['keys that could not be read', { keys: { problem: 'No [x](command:y).' } }, /- `No \[x\]\(command:y\)\.`/],
    [
      'a private key, by its name',
      { keys: { keys: [{ type: 'RSA', id: 'k', flaws: ['private'] }], warnings: [] } },
      /- Key `k`: \*\*its private part is published\.\*\*/,
    ],
    [
      'a weak key without a name, by its thumbprint',
      { keys: { keys: [{ type: 'RSA', thumbprint: 'x3', flaws: ['weak'] }], warnings: [] } },
      /- Key `x3`: its RSA modulus[^]*thumbprint `x3`/,
    ],
    [
      'a damaged key without a name, by its place',
      {
        keys: {
          keys: [
            { type: 'EC', flaws: [] },
            { type: 'EC', flaws: ['damaged'] },
          ],
          warnings: ['withoutId'],
        },
      },
      /at least one has no name[^]*- Key number 2: it cannot be used/,
    ],
    ['OAuth alone', { protocol: 'oauth' }, /OAuth metadata only/],
  ];
  for (const [title, change, words] of warned) {
    it(`warns of ${title}`, () => {
      assert.match(providerDocument({ ...report, ...change }), words);
    });
  }

  it('T25 makes no link, image, HTML, command or heading of what the provider wrote', () => {
    const hostile = '`](command:x) <img src=x onerror=y> ![](http://canary) \u202E\n# h';
    const text = providerDocument({
      ...report,
      issuer: hostile,
      endpoints: [{ name: 'token_endpoint', address: hostile }],
      otherOrigins: [hostile],
      lists: [{ name: 'scopes_supported', values: [hostile] }],
      keys: {
        keys: [{ type: hostile, algorithm: hostile, id: hostile, thumbprint: hostile, flaws: ['sameId'] }],
        warnings: [],
      },
    });
    const outside = text.replace(/`[^`\n]*`/g, '');
    assert.doesNotMatch(outside, /[`<\]]|command|canary|\u202E|# h$/m);
  });
});
