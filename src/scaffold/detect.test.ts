import assert from 'node:assert/strict';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { detectFramework } from './detect.ts';

const express = (more: object = {}) => JSON.stringify({ dependencies: { express: '^5.1.0' }, ...more });
const module = express({ type: 'module' });
const detect = (texts: Readonly<Record<string, string>>, folder = '') =>
  detectFramework(memoryFiles(texts).files, folder);

describe('detectFramework', () => {
  const found: readonly (readonly [
    what: string,
    texts: Readonly<Record<string, string>>,
    entry: readonly [path: string, language: 'javascript' | 'typescript', modules: 'import' | 'require', name: string],
  ])[] = [
    [
      'an ES module',
      { 'package.json': module, 'server.js': "import express from 'express';\nconst app = express();" },
      ['server.js', 'javascript', 'import', 'app'],
    ],
    [
      'CommonJS without semicolons',
      { 'package.json': express(), 'app.js': "const express = require('express')\nconst server = express()\n" },
      ['app.js', 'javascript', 'require', 'server'],
    ],
    [
      'express called where it is required',
      { 'package.json': express(), 'index.js': "var app = require('express')();" },
      ['index.js', 'javascript', 'require', 'app'],
    ],
    [
      'TypeScript with a type on the name',
      {
        'package.json': module,
        'src/main.ts': "import express, { type Express } from 'express';\nconst app: Express = express();",
      },
      ['src/main.ts', 'typescript', 'import', 'app'],
    ],
    [
      'TypeScript with import and require',
      {
        'package.json': express(),
        'src/app.ts': "import express = require('express');\nexport const app = express();",
      },
      ['src/app.ts', 'typescript', 'require', 'app'],
    ],
    [
      'a file that the start script names',
      {
        'package.json': express({
          scripts: { start: 'NODE_ENV=production node --enable-source-maps ./backend/run.cjs' },
        }),
        'backend/run.cjs': "const web = require('express');\nlet shop = web();",
      },
      ['backend/run.cjs', 'javascript', 'require', 'shop'],
    ],
    [
      'the source of a file that is built',
      {
        'package.json': express({ scripts: { start: 'node dist/boot.js' } }),
        'dist/boot.js': "const express = require('express');\nconst app = express();",
        'src/boot.ts': "import express from 'express';\nconst app = express();",
      },
      ['src/boot.ts', 'typescript', 'import', 'app'],
    ],
    [
      'an application behind the file that starts it',
      {
        'package.json': express({ scripts: { start: 'node ./bin/www' } }),
        'bin/www': "#!/usr/bin/env node\nvar app = require('../app');",
        'app.js': "var express = require('express');\nvar app = express();",
      },
      ['app.js', 'javascript', 'require', 'app'],
    ],
    [
      'an application that a class holds',
      {
        'package.json': module,
        'server.js': "import * as express from 'express';\nclass Shop { constructor() {\n  this.app = express();\n} }",
      },
      ['server.js', 'javascript', 'import', 'this.app'],
    ],
    [
      'an application that a function makes',
      {
        'package.json': module,
        'app.js':
          "import { default as web } from 'express';\nexport function make() {\n  const app = web();\n  return app;\n}",
      },
      ['app.js', 'javascript', 'import', 'app'],
    ],
    [
      'a file with a byte order mark',
      { 'package.json': `\uFEFF${module}`, 'app.js': "\uFEFFimport express from 'express';\nconst app = express();" },
      ['app.js', 'javascript', 'import', 'app'],
    ],
  ];
  for (const [what, texts, entry] of found) {
    it(`finds ${what}`, async () => {
      const { path, language, modules, application } = (await detect(texts)).entry;
      assert.deepEqual([path, language, modules, application.name], entry);
    });
  }

  it('finds an application in a folder of the workspace', async () => {
    const texts = { 'shop/package.json': module, 'shop/app.js': "import e from 'express';\nconst app = e();" };
    assert.equal((await detect(texts, 'shop')).entry.path, 'shop/app.js');
  });

  const refused: readonly (readonly [what: string, code: string, texts: Readonly<Record<string, string>>])[] = [
    ['no package.json', 'scaffold.unsupported', { 'app.js': "require('express')()" }],
    ['a package.json that is no JSON', 'scaffold.unsupported', { 'package.json': '{"dependencies": {' }],
    ['T35: a package.json in UTF-16', 'scaffold.unsupported', { 'package.json': '\uFFFD{\0"\0a\0"\0' }],
    ['T35: a package.json of 2 MB', 'scaffold.unsupported', { 'package.json': module + ' '.repeat(2_000_000) }],
    ['no dependency on express', 'scaffold.unsupported', { 'package.json': '{"dependencies":{"koa":"3"}}' }],
    ['no file that makes one', 'scaffold.notFound', { 'package.json': module, 'app.js': "import e from 'koa';" }],
    [
      'express only in comments and texts',
      'scaffold.notFound',
      {
        'package.json': module,
        'app.js': "import express from 'express';\n// const app = express();\n'const app = express()';",
      },
    ],
    [
      'an application without a name',
      'scaffold.notFound',
      { 'package.json': module, 'app.js': "import express from 'express';\nexpress().listen(3000);" },
    ],
    [
      'T35: a file of 2 MB',
      'scaffold.notFound',
      {
        'package.json': module,
        'app.js': `import express from 'express';\nconst app = express();${' '.repeat(2_000_000)}`,
      },
    ],
    [
      'files that import each other in a ring',
      'scaffold.notFound',
      {
        'package.json': module,
        'app.js': "import './index.js';",
        'index.js': "import './app.js'; import '../../etc/x.js';",
      },
    ],
  ];
  for (const [what, code, texts] of refused) {
    it(`says ${code} for ${what}`, async () => {
      await assert.rejects(detect(texts), { code });
    });
  }

  it('reads the paths of routes wherever they stand', async () => {
    const { paths } = await detect({
      'package.json': module,
      'app.js': [
        "import express, { Router } from 'express';",
        "import admin from './routes/admin.js';",
        "import { addPrices } from './routes/prices.js';",
        "import { unused } from './routes/unused.js';",
        'const app = express();',
        "const inner = Router(); inner.get('/list', show);",
        "const lost = Router(); lost.get('/lost', show);",
        "app.get('/', show).post('/chained', show);",
        "app.route('/orders').get(show);",
        "app.use('/stock/', check, inner);",
        "app.use('/admin', admin);",
        'addPrices(app);',
        "map.get('/not-a-route');",
      ].join('\n'),
      'routes/admin.js': "export default r; r.get('/users', show);",
      'routes/prices.js': "export const addPrices = (app) => app.get('/prices', show);",
      'routes/unused.js': "export const unused = 1; r.get('/unused', show);",
    });
    assert.deepEqual([...paths].sort(), ['/', '/admin', '/admin/users', '/orders', '/prices', '/stock', '/stock/list']);
  });

  it('names what signs people in already', async () => {
    const texts = {
      'package.json': express({
        dependencies: { express: '5', passport: '1', 'passport-google-oauth20': '2', cors: '2' },
      }),
      'app.js': "const express = require('express'); const app = express();",
    };
    assert.deepEqual((await detect(texts)).existingSignIn, ['passport', 'passport-google-oauth20']);
  });
});
