import assert from 'node:assert/strict';
import { packageProblems } from './packageProblems.ts';

describe('packageProblems', () => {
  const home = '/home/someone/sso-toolkit';
  const good: readonly [path: string, content: string][] = [
    ['[Content_Types].xml', '<Types/>'],
    ['extension.vsixmanifest', '<PackageManifest/>'],
    ['extension/package.json', '{}'],
    ['extension/readme.md', '# SSO Toolkit'],
    ['extension/changelog.md', '# Changelog'],
    ['extension/LICENSE.txt', 'MIT'],
    ['extension/dist/extension.js', 'export {};'],
    ['extension/dist/localProvider.js', 'export {};'],
    ['extension/dist/start-ABCD1234.js', 'export {};'],
    ['extension/media/sso.schema.json', '{}'],
    ['extension/samples/plain-express/server.js', 'listen();'],
  ];
  const problems = (files: readonly [string, string][], size = 1000) =>
    packageProblems(new Map(files.map(([path, content]) => [path, Buffer.from(content)])), size, home);

  it('finds nothing in a good package', () => {
    assert.deepEqual(problems(good), []);
  });

  it('finds what is missing', () => {
    assert.deepEqual(problems(good.filter(([path]) => path !== 'extension/dist/localProvider.js')), [
      'extension/dist/localProvider.js is missing',
    ]);
  });

  it('finds a package that is too large', () => {
    assert.deepEqual(problems(good, 1_600_000), ['it has 1600000 bytes, more than 1572864']);
  });

  const strays: readonly [path: string, content: string, problem: RegExp][] = [
    ['extension/.git/config', '', /not on the list/],
    ['extension/src/extension.ts', '', /not on the list/],
    ['extension/test/ui/story.spec.ts', '', /not on the list/],
    ['extension/dist/extension.js.map', '', /not on the list/],
    ['extension/samples/plain-express/.env', 'SECRET=1', /must not ship/],
    ['extension/samples/plain-express/node_modules/express/index.js', '', /must not ship/],
    ['extension/samples/plain-express/server.pem', '', /must not ship/],
    ['extension/samples/plain-express/server.test.js', '', /must not ship/],
    ['extension/dist/chunk-1.js', `const file = '${home}/src/a.ts';`, /names the folder/],
    ['extension/dist/chunk-1.js', '//# sourceMappingURL=chunk-1.js.map', /source map/],
    ['extension/media/key.md', '-----BEGIN EC PRIVATE KEY-----', /private key/],
    ['extension/media/key.json', `{"kty":"EC","d":"${'a'.repeat(43)}"}`, /private key/],
  ];
  for (const [path, content, problem] of strays) {
    it(`finds ${path}: ${problem.source}`, () => {
      assert.match(problems([...good, [path, content]]).join('\n'), problem);
    });
  }
});
