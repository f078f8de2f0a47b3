import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { envFile, newSessionSecret } from './envFile.ts';

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

  const text = fc.string({
    unit: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(...Array.from('\'"`#$\\n=;& \n~:'))),
    minLength: 1,
  });
  for (const [name, key] of [
    ['clientId', 'SSO_CLIENT_ID'],
    ['clientSecret', 'SSO_CLIENT_SECRET'],
  ] as const) {
    it(`T36: ${name} is read back by Node as the very value, or is not written`, () => {
      fc.assert(
        fc.property(text, (value) => {
          try {
            assert.equal(parseEnv(envFile('A=1\n', { ...values, [name]: value }))[key], value);
          } catch (error) {
            assert.equal(error instanceof Error && 'code' in error && error.code, 'scaffold.unsafeValue');
          }
        }),
      );
    });
  }

  it('T36: writes no value on which a shell would act', () => {
    const acting = ['"; rm -rf ~ #', '$(id)', "it's", '`id`', '${HOME}', 'a b', 'a;b', 'a&b', '~root', 'a:~', 'a\nB=1'];
    for (const value of acting) {
      for (const name of ['clientId', 'issuer', 'baseUrl']) {
        assert.throws(() => envFile('', { ...values, [name]: value }), { code: 'scaffold.unsafeValue' }, value);
      }
    }
    for (const clientSecret of ["it's", 'a\nB=1', 'a\tb']) {
      assert.throws(() => envFile('', { ...values, clientSecret }), { code: 'scaffold.unsafeValue' });
    }
    const given = { ...values, clientSecret: '`id` $(id) "\\n', baseUrl: 'http://[::1]:3000', clientId: '-x' };
    assert.match(
      envFile('', given),
      /^SSO_CLIENT_ID=-x\nSSO_CLIENT_SECRET='`id` \$\(id\) "\\n'\n.*\nBASE_URL=http:\/\/\[::1\]:3000\n$/m,
    );
  });

  it('makes session secrets of 256 bits that differ', () => {
    assert.match(newSessionSecret(), /^[\w-]{43}$/);
    assert.notEqual(newSessionSecret(), newSessionSecret());
  });
});
