import assert from 'node:assert/strict';
import ts from 'typescript';
import { memoryFiles } from '../../test/memoryFiles.ts';
import type { DeclaredApplication } from '../model/application.ts';
import { declarationNeeds } from './needs.ts';
import { planSignIn } from './plan.ts';

const shop = (roles: readonly string[] = ['manager', 'clerk'], key = 'shop'): DeclaredApplication => ({
  key,
  clientId: key,
  urls: ['http://localhost:3000'],
  roleDescriptions: {},
  fields: { roles },
});
const manifest = (more: object = {}) =>
  `${JSON.stringify({ dependencies: { express: '^5.1.0' }, ...more }, null, 2)}\n`;
const plain = {
  'package.json': manifest({ type: 'module' }),
  'app.js': "import express from 'express';\n\nconst app = express();\napp.get('/prices', show);\n",
};

/** The files after the plan was carried out, and the plan. */
async function carriedOut(texts: Readonly<Record<string, string>>, application = shop(), folder = '') {
  const { files, content } = memoryFiles(texts);
  const plan = await planSignIn({ files, folder, application });
  for (const { path, before, after } of plan.changes) {
    assert.equal(content.get(path), before, `${path} is what the plan was made for`);
    await files.write(path, after);
  }
  return { plan, files, content, text: (path: string) => content.get(path) ?? '' };
}

describe('planSignIn', () => {
  it('lists every change, and decides only', async () => {
    const { files, written } = memoryFiles(plain);
    const plan = await planSignIn({ files, folder: '', application: shop() });
    assert.deepEqual(
      plan.changes.map(({ kind, path }) => `${kind} ${path}`),
      ['create auth.js', 'edit app.js', 'edit package.json', 'create .gitignore'],
    );
    assert.deepEqual([plan.environmentFile, plan.guarded], ['.env', { path: '/prices', role: 'manager' }]);
    assert.deepEqual(written, []);
  });

  it('T55: holds no secret', async () => {
    const { plan } = await carriedOut({ ...plain, '.env': 'SESSION_SECRET=hidden-value' });
    assert.doesNotMatch(JSON.stringify(plan), /hidden-value/);
  });

  const entries: readonly (readonly [what: string, before: string, after: string, file?: string, manifest?: string])[] =
    [
      [
        'an ES module',
        "import express from 'express';\nimport a from './a.js';\n\nconst app = express();\n\napp.get('/prices', show);\n",
        "import express from 'express';\nimport a from './a.js';\nimport { requireRole, signIn } from './auth.js';\n\nconst app = express();\n\nSIGN-IN(app)GUARD(app)\n\napp.get('/prices', show);\n",
      ],
      [
        'double quotes, no semicolons, Windows line ends, and a comment behind',
        'import express from "express"\r\nconst web = express() // the shop\r\nweb.get("/prices", show)\r\n',
        'import express from "express"\r\nimport { requireRole, signIn } from "./auth.js"\r\nconst web = express() // the shop\r\n\r\nSIGN-IN(web)\r\nGUARD(web)\r\n\r\nweb.get("/prices", show)\r\n',
      ],
      [
        'CommonJS, with a require below the application',
        "'use strict';\nconst express = require('express');\nconst app = express();\nconst late = require('./late');\napp.get('/prices', show);\n",
        "'use strict';\nconst express = require('express');\nconst { requireRole, signIn } = require('./auth.cjs');\nconst app = express();\n\nSIGN-IN(app)GUARD(app)\n\nconst late = require('./late');\napp.get('/prices', show);\n",
        'app.cjs',
      ],
      [
        'an application within a function, whose names are taken',
        "import express from 'express';\nimport { signIn } from './old.js';\nexport function make() {\n\tconst app = express();\n\tapp.get('/prices', signIn);\n\treturn app;\n}\n",
        "import express from 'express';\nimport { signIn } from './old.js';\nimport { requireRole, signIn as ssoSignIn } from './auth.js';\nexport function make() {\n\tconst app = express();\n\n\tSIGN-IN2(app)GUARD(app)\n\n\tapp.get('/prices', signIn);\n\treturn app;\n}\n",
      ],
      [
        'all on one line',
        "import express from 'express'; const app = express(); app.get('/prices', show);",
        "import express from 'express';\nimport { requireRole, signIn } from './auth.js';\n const app = express();\n\nSIGN-IN(app)GUARD(app)\n app.get('/prices', show);",
      ],
      [
        'sessions of its own',
        "import express from 'express';\nimport session from 'express-session';\nconst app = express();\napp.use(\n  session({ secret }),\n);\napp.get('/prices', show);\n",
        "import express from 'express';\nimport session from 'express-session';\nimport { requireRole, signIn } from './auth.js';\nconst app = express();\napp.use(\n  session({ secret }),\n);\n\nSIGN-IN(app)GUARD(app)\n\napp.get('/prices', show);\n",
        'app.js',
        manifest({ type: 'module', dependencies: { express: '5', 'express-session': '1' } }),
      ],
    ];
  for (const [what, before, after, file = 'app.js', project = plain['package.json']] of entries) {
    it(`edits ${what}, and leaves the rest as it is`, async () => {
      const { text } = await carriedOut({ 'package.json': project, [file]: before });
      const comments = /[ \t]*\/\/ (?:Sign-in stands|\/prices and)[^\r\n]*\r?\n/g;
      assert.equal(text(file).replace(comments, ''), expected(after));
    });
  }

  it('uses the sessions that are there', async () => {
    const [, before = ''] = entries.at(-1) ?? [];
    const { text } = await carriedOut({
      'package.json': manifest({ type: 'module', dependencies: { express: '5', 'express-session': '1' } }),
      'app.js': before,
    });
    assert.doesNotMatch(text('auth.js'), /express-session|SESSION_SECRET/);
    assert.match(text('auth.js'), /session\.regenerate/);
  });

  it('adds an example page where nothing looks worth guarding', async () => {
    const { plan, text } = await carriedOut(
      { ...plain, 'app.js': plain['app.js'].replace('/prices', '/') },
      shop(['boss']),
    );
    assert.deepEqual(plan.guarded, { path: '/guarded', role: 'boss' });
    assert.match(
      text('app.js'),
      /app\.get\('\/guarded', requireRole\('boss'\), \(request, response\) => \{\n {2}response\.send/,
    );
  });

  it('keeps the form of package.json, and packages that are named', async () => {
    const before =
      '{\n\t"dependencies": {\n\t\t"express": "^5",\n\t\t"express-session": "1.17.0",\n\t\t"zod": "4"\n\t},\n\t"type": "module"\n}\n';
    const { text } = await carriedOut({ ...plain, 'package.json': before });
    assert.equal(text('package.json'), before.replace('"1.17.0",\n', '"1.17.0",\n\t\t"openid-client": "^6.9.0",\n'));
  });

  it('adds to .gitignore, once', async () => {
    assert.equal((await carriedOut({ ...plain, '.gitignore': 'dist' })).text('.gitignore'), 'dist\n.env\n');
    assert.equal((await carriedOut({ ...plain, '.gitignore': '.env*\n' })).text('.gitignore'), '.env*\n');
  });

  it('works in a folder of the workspace, with its package manager', async () => {
    const below = Object.fromEntries(Object.entries(plain).map(([path, text]) => [`apps/shop/${path}`, text]));
    const { plan } = await carriedOut({ ...below, 'apps/shop/yarn.lock': '' }, shop(), 'apps/shop');
    assert.deepEqual(
      plan.changes.map(({ path }) => path),
      ['apps/shop/auth.js', 'apps/shop/app.js', 'apps/shop/package.json', 'apps/shop/.gitignore'],
    );
    assert.equal(plan.environmentFile, 'apps/shop/.env');
    assert.deepEqual(plan.nextSteps[0], {
      kind: 'run',
      command: ['yarn', 'install'],
      folder: 'apps/shop',
      why: 'installs openid-client and express-session',
    });
  });

  it('changes nothing the second time, also when the person changed the generated file', async () => {
    for (const [, before, , file = 'app.js', project = plain['package.json']] of entries) {
      const { files, text } = await carriedOut({ 'package.json': project, [file]: before });
      const auth = file.replace('app', 'auth');
      await files.write(auth, `${text(auth)}// mine\n`);
      assert.deepEqual((await planSignIn({ files, folder: '', application: shop() })).changes, []);
    }
  });

  it('puts back only what is missing', async () => {
    const { files } = await carriedOut(plain);
    await files.write('app.js', plain['app.js']);
    const again = await planSignIn({ files, folder: '', application: shop() });
    assert.deepEqual(
      again.changes.map(({ path }) => path),
      ['app.js'],
    );
  });

  it('T34: leaves a file of other origin alone, and says so', async () => {
    const { files, written } = memoryFiles({ ...plain, 'auth.js': 'export const mine = 1;' });
    await assert.rejects(planSignIn({ files, folder: '', application: shop() }), { code: 'scaffold.conflict' });
    assert.deepEqual(written, []);
  });

  it('T33, T34: follows no link, that of .env included', async () => {
    for (const link of ['auth.js', 'app.js', '.env', '.gitignore', 'package.json']) {
      const { files } = memoryFiles(plain, [link]);
      await assert.rejects(
        planSignIn({ files, folder: '', application: shop() }),
        { code: 'scaffold.unsafePath' },
        link,
      );
    }
  });

  it('T60: puts no secret into a .env that git tracks', async () => {
    const { files } = memoryFiles({ ...plain, '.git/index': 'DIRC\0\0\0\u0002 \0\u0004.env\0' });
    await assert.rejects(planSignIn({ files, folder: '', application: shop() }), { code: 'scaffold.envNotIgnored' });
  });

  it('T60: says last that .env is ignored, whatever was taken back before', async () => {
    const { text } = await carriedOut({ ...plain, '.gitignore': '.env\n!.en[v]\n' });
    assert.equal(text('.gitignore'), '.env\n!.en[v]\n.env\n');
  });

  it('loads openid-client in CommonJS in a way that every Node takes', async () => {
    const texts = {
      'package.json': manifest(),
      'app.js': "const express = require('express');\nconst app = express();\n",
    };
    const { text } = await carriedOut(texts);
    assert.match(text('auth.js'), /client \?\?= await import\('openid-client'\);/);
    assert.doesNotMatch(text('auth.js'), /require\('openid-client'\)|^(?:import|export) /m);
  });

  it('does not take over addresses that the application answers itself', async () => {
    const { files } = memoryFiles({ ...plain, 'app.js': `${plain['app.js']}app.get('/auth/login', show);\n` });
    await assert.rejects(planSignIn({ files, folder: '', application: shop() }), { code: 'scaffold.conflict' });
  });

  it('does not sign people in a second time', async () => {
    const { files } = memoryFiles({
      ...plain,
      'package.json': manifest({ dependencies: { express: '5', passport: '1' } }),
    });
    await assert.rejects(planSignIn({ files, folder: '', application: shop() }), { code: 'scaffold.conflict' });
  });

  it('T36: a role stays a text in the code, whatever its name', async () => {
    const names = [
      "manager'); evil('",
      '"; rm -rf ~ #',
      '$(id)',
      '${id}',
      'a\nb',
      '-x',
      '\u2028',
      '\\',
      '*/ evil() //',
      '`id`',
    ];
    for (const quote of ["'", '"']) {
      for (const role of names) {
        const { text } = await carriedOut({ ...plain, 'app.js': plain['app.js'].replaceAll("'", quote) }, shop([role]));
        assert.deepEqual(roleIn(text('app.js')), { role, errors: 0 });
      }
    }
  });

  it('T36: an application key stays part of a cookie name', async () => {
    const { text } = await carriedOut(plain, shop(undefined, "x'; evil(); $& \n"));
    assert.match(text('auth.js'), /'x---evil-----[-]*\.sid'/);
    assert.equal(syntaxErrors('auth.js', text('auth.js')), 0);
  });
});

describe('declarationNeeds', () => {
  it('asks for the addresses of sign-in, and for a role only where there is none', () => {
    const { roles, ...needs } = declarationNeeds(shop());
    assert.deepEqual(needs, {
      type: 'web',
      clientAuthentication: 'secret',
      redirectPaths: ['/auth/callback'],
      postLogoutPaths: ['/'],
    });
    assert.deepEqual([Object.keys(roles), Object.keys(declarationNeeds(shop([])).roles)], [[], ['manager']]);
  });
});

/** Written out: what the two lines read that are added below the application. */
const expected = (text: string): string => {
  const quote = text.includes('"') ? '"' : "'";
  const end = text.includes(';') ? ';' : '';
  const newline = text.includes('\r\n') ? '' : '\n';
  const indent = text.includes('\t') ? '\t' : '';
  return text
    .replace(
      /SIGN-IN(2?)\((\w+)\)/,
      (_, taken: string, app: string) => `${app}.use(${taken ? 'ssoSignIn' : 'signIn'}())${end}${newline}`,
    )
    .replace(
      /GUARD\((\w+)\)/,
      (_, app: string) => `${indent}${app}.use(${quote}/prices${quote}, requireRole(${quote}manager${quote}))${end}`,
    );
};

function syntaxErrors(fileName: string, text: string): number {
  return (
    ts.transpileModule(text, { fileName, reportDiagnostics: true, compilerOptions: { allowJs: true } }).diagnostics
      ?.length ?? 0
  );
}

/** The argument of `requireRole` as a compiler reads it. */
function roleIn(text: string): { readonly role: string | undefined; readonly errors: number } {
  let role: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'requireRole') {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument) && node.arguments.length === 1) role = argument.text;
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('app.js', text, ts.ScriptTarget.Latest));
  return { role, errors: syntaxErrors('app.js', text) };
}
