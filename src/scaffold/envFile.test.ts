import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { envFile, envIsIgnored, ignoresEnv, newSessionSecret } from './envFile.ts';

const values = {
  issuer: 'http://127.0.0.1:9400',
  clientId: 'shop',
  clientSecret: 'given once',
  sessionSecret: 'new',
  baseUrl: 'http://localhost:3000',
};

describe('envFile', () => {
  it('writes all keys into a new file', () => {
    assert.deepEqual(
      { ...parseEnv(envFile(undefined, values)) },
      {
        SSO_ISSUER: 'http://127.0.0.1:9400',
        SSO_CLIENT_ID: 'shop',
        SSO_CLIENT_SECRET: 'given once',
        SESSION_SECRET: 'new',
        BASE_URL: 'http://localhost:3000',
      },
    );
  });

  it('touches nothing else, keeps the session secret, and leaves an unknown secret alone', () => {
    const before = '# mine\nDATABASE=x # y\nexport SSO_ISSUER = "old"\nSESSION_SECRET=kept\nSSO_CLIENT_SECRET=kept too';
    const { clientSecret, ...known } = values;
    assert.equal(
      envFile(before, known),
      '# mine\nDATABASE=x # y\nSSO_ISSUER=http://127.0.0.1:9400\nSESSION_SECRET=kept\nSSO_CLIENT_SECRET=kept too\n' +
        'SSO_CLIENT_ID=shop\nBASE_URL=http://localhost:3000\n',
      clientSecret,
    );
  });

  it('fills a session secret that is empty, and keeps line ends', () => {
    assert.match(envFile('A=1\r\nSESSION_SECRET=\r\n', values), /^A=1\r\nSESSION_SECRET=new\r\nSSO_ISSUER=[^\n]*\r\n/);
  });

  it('changes nothing the second time', () => {
    const once = envFile('A=1', values);
    assert.equal(envFile(once, { ...values, sessionSecret: 'another' }), once);
  });

  it('T36: is read back by Node as the very values, or is not written', () => {
    const text = fc.string({
      unit: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(...Array.from('\'"`#$\\n=;& \n'))),
      minLength: 1,
    });
    fc.assert(
      fc.property(text, (clientId) => {
        try {
          assert.equal(parseEnv(envFile('A=1\n', { ...values, clientId }))['SSO_CLIENT_ID'], clientId);
        } catch (error) {
          assert.equal(error instanceof Error && 'code' in error && error.code, 'scaffold.unsafeValue');
        }
      }),
    );
  });

  it('T36: takes the names that people try', () => {
    for (const clientId of ['"; rm -rf ~ #', '$(id)', '-x', "it's", '`id`', '${HOME}']) {
      assert.equal(parseEnv(envFile('', { ...values, clientId }))['SSO_CLIENT_ID'], clientId);
    }
    assert.throws(() => envFile('', { ...values, clientId: 'a\nB=1' }), { code: 'scaffold.unsafeValue' });
  });

  it('makes session secrets of 256 bits that differ', () => {
    assert.match(newSessionSecret(), /^[\w-]{43}$/);
    assert.notEqual(newSessionSecret(), newSessionSecret());
  });
});

describe('ignoresEnv', () => {
  const cases: readonly (readonly [text: string, ignored: boolean])[] = [
    ['node_modules\n.env\n', true],
    ['/.env', true],
    ['.env*\r\n', true],
    ['**/.env', true],
    ['*.env', true],
    ['.env\n!.env', false],
    ['# .env', false],
    ['.env.local', false],
    ['', false],
  ];
  for (const [text, ignored] of cases) {
    it(`${JSON.stringify(text)}: ${ignored ? 'yes' : 'no'}`, () => {
      assert.equal(ignoresEnv(text), ignored);
    });
  }

  it('looks at the folders above, too', async () => {
    assert.equal(await envIsIgnored(memoryFiles({ '.gitignore': '.env' }).files, 'apps/shop'), true);
    assert.equal(await envIsIgnored(memoryFiles({ 'apps/.gitignore': 'dist' }).files, 'apps/shop'), false);
  });
});
