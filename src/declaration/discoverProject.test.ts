import assert from 'node:assert/strict';
import type { Files } from '../ports.ts';
import { discoverProject, type FoundProject } from './discoverProject.ts';
import { firstDeclaration } from './firstFile.ts';
import { parseDeclaration } from './parse.ts';
import { resolveWorkspace } from './resolve.ts';

type Texts = Readonly<Record<string, string>>;

const startable = '{ "name": "shop", "scripts": { "start": "node ." } }';

const cases: readonly [what: string, files: Texts, name: string | undefined, port: number | undefined][] = [
  ['nothing', {}, undefined, undefined],
  ['a broken manifest', { 'package.json': '{ "name": 5, "scripts": [' }, undefined, undefined],
  ['a name alone', { 'package.json': '{ "name": "shop" }' }, 'shop', undefined],
  [
    'a port in a script',
    { 'package.json': '{ "name": "shop", "scripts": { "dev": "next dev -p 3100" } }' },
    'shop',
    3100,
  ],
  [
    'a variable in a script',
    { 'package.json': '{ "name": "s", "scripts": { "start": "PORT=4100 node ." } }' },
    's',
    4100,
  ],
  ['an environment file', { 'package.json': startable, '.env': 'A=1\nPORT=4200\n' }, 'shop', 4200],
  ['a call of listen', { 'package.json': startable, 'server.js': 'app.listen(4300)' }, 'shop', 4300],
  ['a default in a source', { 'package.json': startable, 'src/index.ts': 'process.env.PORT ?? 4400' }, 'shop', 4400],
  ['a Vite configuration', { 'package.json': startable, 'vite.config.ts': 'server: { port: 4500 }' }, 'shop', 4500],
  [
    "a framework's default",
    { 'package.json': '{ "name": "s", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "7" } }' },
    's',
    5173,
  ],
  [
    'a workspace',
    {
      'package.json': '{ "name": "all", "workspaces": ["apps/*"], "scripts": { "dev": "x" } }',
      'apps/web/package.json': startable,
      'apps/web/.env': 'PORT=4600',
      'apps/library/package.json': '{ "name": "library" }',
    },
    'shop',
    4600,
  ],
  ['a folder', { 'web/package.json': startable, 'web/app.js': 'listen(4700)' }, 'shop', 4700],
];

describe('discoverProject', () => {
  for (const [what, texts, name, port] of cases) {
    it(`finds name and port from ${what}`, async () => {
      const found = await discoverProject(filesOf(texts));
      assert.deepEqual([found.name, found.port], [name, port]);
      const missing = [...(name === undefined ? ['name'] : []), ...(port === undefined ? ['port'] : [])];
      assert.deepEqual(found.missing, missing);
    });
  }
});

describe('firstDeclaration', () => {
  const found: FoundProject = {
    applications: [
      { folder: 'a', name: '@acme/Web Shop' },
      { folder: 'b', name: 'web-shop', port: 3100 },
    ],
    port: 4000,
    missing: ['port'],
  };

  it('writes a file without a problem, with a clerk, a nested manager and one without access', () => {
    const { declaration, problems } = parseDeclaration(firstDeclaration(found));
    const workspace = resolveWorkspace(declaration, 'local');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      workspace?.applications.map(({ key, fields }) => [key, fields.name, fields.redirectUris]),
      [
        ['web-shop', 'Web Shop', ['http://localhost:4000/auth/callback']],
        ['web-shop-2', 'web-shop', ['http://localhost:3100/auth/callback']],
      ],
    );
    assert.deepEqual(
      workspace.groups.map(({ key, members, grants }) => [key, members, grants['web-shop']]),
      [
        ['staff', ['alice'], ['clerk']],
        ['staff/leads', ['bob'], ['manager']],
      ],
    );
    assert.deepEqual(
      workspace.people.map(({ key }) => key),
      ['alice', 'bob', 'carol'],
    );
  });

  it('can be read whatever the name is', () => {
    for (const name of ['"*/\n', '', '__proto__', 'constructor', 'sso-toolkit', '日本']) {
      const text = firstDeclaration({ name, port: 3000, applications: [], missing: [] });
      assert.deepEqual(parseDeclaration(text).problems, [], name);
    }
  });
});

const filesOf = (texts: Texts): Files => ({
  read: (path) => Promise.resolve(Object.hasOwn(texts, path) ? texts[path] : undefined),
  write: () => Promise.reject(new Error('nothing may be written here')),
  list: (folder) => {
    const prefix = folder === '' ? '' : `${folder}/`;
    const below = Object.keys(texts).filter((path) => path.startsWith(prefix));
    return Promise.resolve([...new Set(below.map((path) => path.slice(prefix.length).replace(/\/.*$/, '/')))]);
  },
});
