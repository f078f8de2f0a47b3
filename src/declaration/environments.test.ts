import assert from 'node:assert/strict';
import { applyEdits } from './edit.ts';
import { parseDeclaration } from './parse.ts';
import type { ProblemCode, Severity } from './problem.ts';
import { environmentsOf } from './resolve.ts';

const issuer = 'https://id.example.com';
const fileWith = (environment: object): string =>
  JSON.stringify({ environments: { partner: { provider: 'oidc', issuer, ...environment } } });
const signIn = (own: object): string => fileWith({ signIn: own });
const own = (text: string) => environmentsOf(parseDeclaration(text).declaration).find(({ name }) => name === 'partner');

/** Environments whose provider is elsewhere: they come from somebody's repository, and decide where a person signs in. */
describe('environments of other providers', () => {
  it('A2 are read with everything that a sign-in needs', () => {
    const text = signIn({
      clientId: 'acme-dev',
      scopes: ['openid'],
      parameters: { acr_values: 'high' },
      redirectUris: ['http://127.0.0.1/callback', 'vscode://sso-toolkit.sso-toolkit/callback'],
      postLogoutRedirectUri: 'http://127.0.0.1/callback',
      flow: 'deviceCode',
      audience: 'https://api.example.com',
    });
    assert.deepEqual(parseDeclaration(text).problems, []);
    assert.deepEqual(own(text), {
      name: 'partner',
      provider: 'oidc',
      issuer,
      signIn: {
        clientId: 'acme-dev',
        scopes: ['openid'],
        parameters: { acr_values: 'high' },
        redirectUris: ['http://127.0.0.1/callback', 'vscode://sso-toolkit.sso-toolkit/callback'],
        postLogoutRedirectUri: 'http://127.0.0.1/callback',
        flow: 'deviceCode',
        audience: 'https://api.example.com',
      },
    });
  });

  it('have no client id where the provider is asked to register the editor', () => {
    assert.equal(own(fileWith({}))?.signIn.clientId, undefined);
  });

  const cases: readonly [title: string, text: string, code: ProblemCode, severity: Severity][] = [
    ['B9 a parameter of the flow', signIn({ parameters: { redirect_uri: 'x' } }), 'parameter.reserved', 'error'],
    ['B9 another one', signIn({ parameters: { response_mode: 'form_post' } }), 'parameter.reserved', 'error'],
    [
      'B9 the audience twice',
      signIn({ audience: 'orders', parameters: { audience: 'x' } }),
      'parameter.reserved',
      'error',
    ],
    ['B9 a parameter without a name', signIn({ parameters: { ' ': 'x' } }), 'name.invalid', 'error'],
    ['an empty client id', signIn({ clientId: ' ' }), 'clientId.invalid', 'error'],
    ['a client id of two lines', signIn({ clientId: 'a\nb' }), 'clientId.invalid', 'error'],
    ['two scopes in one', signIn({ scopes: ['openid profile'] }), 'name.invalid', 'error'],
    ['an empty scope', signIn({ scopes: [''] }), 'name.invalid', 'error'],
    ['T30 a way back to the web', signIn({ redirectUris: ['https://evil.example/cb'] }), 'url.invalid', 'error'],
    [
      'T30 one that looks like this machine',
      signIn({ redirectUris: ['http://127.0.0.1.evil.example/cb'] }),
      'url.invalid',
      'error',
    ],
    [
      'T30 one with a name before it',
      signIn({ redirectUris: ['http://127.0.0.1@evil.example/cb'] }),
      'url.invalid',
      'error',
    ],
    ['T30 another extension', signIn({ redirectUris: ['vscode://evil.extension/cb'] }), 'url.invalid', 'error'],
    ['T30 a wildcard', signIn({ redirectUris: ['http://127.0.0.1/*'] }), 'url.invalid', 'error'],
    [
      'T30 what would run',
      signIn({ redirectUris: ['javascript://sso-toolkit.sso-toolkit/%0aalert(1)'] }),
      'url.invalid',
      'error',
    ],
    ['T30 a file', signIn({ redirectUris: ['file://sso-toolkit.sso-toolkit/x'] }), 'url.invalid', 'error'],
    [
      'T30 a host after a backslash',
      signIn({ redirectUris: ['vscode://sso-toolkit.sso-toolkit/\\evil'] }),
      'url.invalid',
      'error',
    ],
    ['T30 https on this machine', signIn({ redirectUris: ['https://127.0.0.1/cb'] }), 'url.invalid', 'error'],
    ['a port that is none', signIn({ redirectUris: ['http://127.0.0.1:0/cb'] }), 'url.invalid', 'error'],
    ['C15 an empty path', signIn({ redirectUris: ['http://127.0.0.1/'] }), 'url.invalid', 'error'],
    ['C15 no path', signIn({ redirectUris: ['http://127.0.0.1'] }), 'url.invalid', 'error'],
    ['C15 a query', signIn({ redirectUris: ['http://127.0.0.1/cb?x=1'] }), 'url.invalid', 'error'],
    ['localhost', signIn({ redirectUris: ['http://localhost/callback'] }), 'url.insecure', 'warning'],
    [
      'a way back after signing out to the web',
      signIn({ postLogoutRedirectUri: 'https://evil.example' }),
      'url.invalid',
      'error',
    ],
    ['an empty audience', signIn({ audience: '' }), 'audience.missing', 'error'],
    ['an unknown flow', signIn({ flow: 'implicit' }), 'value.notAllowed', 'error'],
    [
      'A1 http on this machine',
      fileWith({ issuer: 'http://127.0.0.1:8280/realms/acme' }),
      'issuer.needsSetting',
      'information',
    ],
    ['A1 HTTP in capitals', fileWith({ issuer: 'HTTP://localhost/a' }), 'issuer.needsSetting', 'information'],
    ['A1 http elsewhere', fileWith({ issuer: 'http://id.example.com' }), 'url.insecure', 'error'],
    [
      'A3 a discovery address',
      fileWith({ issuer: `${issuer}/a/.well-known/openid-configuration` }),
      'issuer.discoveryAddress',
      'error',
    ],
    ['T32 a variable', signIn({ clientId: '${env:CLIENT_ID}' }), 'variable.notExpanded', 'warning'],
    ['T32 a file', signIn({ scopes: ['${file:~/.ssh/id_rsa}'] }), 'variable.notExpanded', 'warning'],
    [
      'a name that no scope can hold',
      JSON.stringify({ environments: { 'my partner': { provider: 'oidc', issuer } } }),
      'name.notAskable',
      'warning',
    ],
  ];
  for (const [title, text, code, severity] of cases) {
    it(`${title} is ${code}`, () => {
      const found = parseDeclaration(text).problems.map((problem) => [problem.code, problem.severity]);
      assert.deepEqual(found, [[code, severity]]);
    });
  }

  it('T30 what is wrong is left out, and the rest counts', () => {
    const found = own(
      signIn({
        clientId: 'dev',
        redirectUris: ['https://evil.example/cb', 'http://127.0.0.1/cb'],
        parameters: { state: 'x', acr_values: 'high' },
      }),
    );
    assert.deepEqual(found?.signIn.redirectUris, ['http://127.0.0.1/cb']);
    assert.deepEqual(found.signIn.parameters, { acr_values: 'high' });
  });

  it('T32 variables count as they stand', () => {
    assert.equal(own(signIn({ clientId: '${env:HOME}' }))?.signIn.clientId, '${env:HOME}');
  });

  for (const address of [
    `${issuer}/a/.well-known/openid-configuration`,
    `${issuer}/a/.well-known/openid-configuration?x=/1#y`,
    `${issuer}/.well-known/oauth-authorization-server/a`,
  ]) {
    it(`A3 ${address} is turned into its issuer by a fix`, () => {
      const text = fileWith({ issuer: address });
      const [problem] = parseDeclaration(text).problems;
      assert.equal(own(text), undefined);
      assert.equal(own(applyEdits(text, problem?.fix?.edits ?? []))?.issuer, `${issuer}/a`);
    });
  }

  it('B9 an audience of their own is sent where no audience is said', () => {
    assert.deepEqual(own(signIn({ parameters: { audience: 'x', claims: '{}' } }))?.signIn.parameters, {
      audience: 'x',
      claims: '{}',
    });
  });

  it('B9 a reserved parameter goes by a fix', () => {
    const text = signIn({ parameters: { state: 'x', acr_values: 'high' } });
    const [problem] = parseDeclaration(text).problems;
    const after = applyEdits(text, problem?.fix?.edits ?? []);
    assert.deepEqual([after.includes('"state"'), parseDeclaration(after).problems], [false, []]);
  });

  it('T32 a text full of what may begin a variable is read at once', () => {
    const text = signIn({ parameters: { a: '${'.repeat(1_000_000) } });
    assert.deepEqual(parseDeclaration(text).problems, []);
  }).timeout(5000);
});
