import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { planSignIn } from '../../src/scaffold/plan.ts';
import { freePort, startScaffoldedApp } from '../ui/scaffoldedApp.ts';
import { BrowserAgent, textOf } from './browserAgent.ts';
import { shop, SignedInSamples } from './signedInSamples.ts';

describe('sign-in that was added to an application', function () {
  this.timeout(30_000);
  let samples: SignedInSamples;
  before(async () => {
    samples = await SignedInSamples.prepare();
  });
  after(() => samples.close());

  it('refuses the clerk, lets the manager in, and signs out without signing in again', async () => {
    const { app, browser } = await samples.run('shop');
    const home = await browser.visit(`${app.url}/`);
    assert.deepEqual([home.status, home.url], [200, `${app.url}/`], 'the home page is for everybody');

    const choice = await browser.visit(`${app.url}/prices`);
    assert.ok(choice.url.startsWith(samples.provider.issuer), choice.url);
    const refused = await browser.press(choice, 'Continue as Alice Adams');
    assert.deepEqual([refused.status, refused.url], [403, `${app.url}/prices`]);
    assert.match(textOf(refused.html), /Not for you .*role "manager".* Signed in as Alice Adams\./);
    assert.doesNotMatch(refused.html, /in euros/);

    const left = await browser.visit(`${app.url}/auth/logout`);
    assert.deepEqual([left.status, left.url], [200, `${app.url}/`]);
    assert.match(textOf((await browser.visit(`${app.url}/auth`)).html), /Nobody is signed in/);

    const prices = await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
    assert.deepEqual([prices.status, prices.url], [200, `${app.url}/prices`]);
    assert.match(prices.html, /in euros/);
    assert.equal(prices.headers.get('cache-control'), 'no-store', 'the Back button shows nothing after sign-out');

    browser.visited.length = 0;
    const landed = await browser.visit(`${app.url}/auth/logout`);
    assert.deepEqual([landed.status, landed.url], [200, `${app.url}/`]);
    assert.ok(
      browser.visited.some((url) => url.startsWith(`${samples.provider.issuer}/`)),
      'the provider was told',
    );

    browser.visited.length = 0;
    assert.equal((await browser.visit(`${app.url}/`)).status, 200);
    assert.deepEqual(browser.visited, [`${app.url}/`], 'nothing leads to a sign-in by itself');
    const asked = await browser.visit(`${app.url}/prices`);
    assert.ok(asked.url.startsWith(samples.provider.issuer), 'only when asked for, and then with a choice');
    assert.match(textOf(asked.html), /Continue as Alice Adams/);
  });

  it('asks who continues even when the session at the provider outlived the sign-out', async () => {
    const { app, browser } = await samples.run('lasting');
    await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
    const other = await samples.run('other'); // has the same person's session at the provider, in the same browser
    await browser.visit(`${app.url}/auth/logout`);
    await browser.press(await browser.visit(`${other.app.url}/prices`), 'Continue as Bob Brown');
    const asked = await browser.visit(`${app.url}/prices`);
    assert.ok(asked.url.startsWith(samples.provider.issuer), asked.url);
  });

  it('protects every method below the guarded path, and changes nothing for strangers', async () => {
    const { app, browser } = await samples.run('methods');
    const body = new URLSearchParams({ id: 'tea', price: '1' });
    assert.equal((await fetch(`${app.url}/prices`, { method: 'POST', body, redirect: 'manual' })).status, 401);
    assert.equal((await fetch(`${app.url}/PRICES/`, { method: 'POST', body, redirect: 'manual' })).status, 401);
    assert.match((await browser.visit(`${app.url}/`)).html, /€ 4\.50/);
  });

  it('takes an answer once, in the browser that asked, under a new session id', async () => {
    const { app, browser } = await samples.run('answers');
    const choice = await browser.visit(`${app.url}/prices`);
    const known = browser.cookie('localhost', 'answers.sid') ?? '';
    await browser.press(choice, 'Continue as Bob Brown');
    const headers = { cookie: `answers.sid=${known}` };
    assert.notEqual(browser.cookie('localhost', 'answers.sid'), known);
    assert.equal((await fetch(`${app.url}/prices`, { headers, redirect: 'manual' })).status, 302, 'session fixation');
    const callback = browser.visited.find((url) => url.startsWith(`${app.url}/auth/callback`)) ?? '';
    assert.equal((await new BrowserAgent().visit(callback)).status, 400, 'another browser gets nothing');
    const forged = new BrowserAgent();
    await forged.visit(`${app.url}/prices`);
    assert.equal((await forged.visit(`${app.url}/auth/callback?code=x&state=${'x'.repeat(43)}`)).status, 400);

    const before = await fetch(`${app.url}/prices`, { redirect: 'manual' });
    const [cookie = ''] = before.headers.getSetCookie();
    assert.match(cookie, /^answers\.sid=.*; Path=\/; .*HttpOnly; SameSite=Lax$/);
  });

  it('says so in words when sign-in is refused, and does not try again by itself', async () => {
    const { app, browser } = await samples.run('refusing');
    const refused = await browser.press(await browser.visit(`${app.url}/prices`), 'Refuse');
    assert.deepEqual([refused.status, new URL(refused.url).pathname], [403, '/auth/callback']);
    assert.match(textOf(refused.html), /refused or given up/);
  });

  it('works in a CommonJS application', async () => {
    const { app, browser } = await samples.run('commonjs', toCommonJs);
    const prices = await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
    assert.deepEqual([prices.status, prices.url], [200, `${app.url}/prices`]);
    assert.match(prices.html, /Prices of the shop/);
  });

  it('works in a TypeScript application, and compiles at the strictest', async () => {
    const { app, browser, folder: appFolder } = await samples.run('typescript', toTypeScript, 'server.ts');
    const prices = await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
    assert.deepEqual([prices.status, prices.url], [200, `${app.url}/prices`]);
    assert.deepEqual(compileErrors(join(appFolder, 'server.ts')), []);
  });

  it('starts without the provider, and answers in words while it is away', async () => {
    const { app, files, folder: appFolder } = await samples.run('away');
    await app.stop();
    const nowhere = `http://127.0.0.1:${String(await freePort())}`;
    await files.write(
      '.env',
      (await readFile(join(appFolder, '.env'), 'utf8')).replace(/SSO_ISSUER=.*/, `SSO_ISSUER=${nowhere}`),
    );
    const again = await startScaffoldedApp(appFolder, Number(new URL(app.url).port));
    samples.apps.push(again);
    const page = await new BrowserAgent().visit(`${again.url}/prices`);
    assert.equal(page.status, 502);
    assert.match(again.output(), /Sign-in failed: .*ECONNREFUSED/);
    assert.equal((await fetch(`${again.url}/`)).status, 200);
  });

  it('names in its log what the provider refused, and no secret', async () => {
    const { app, files, folder: appFolder } = await samples.run('mistaken');
    await app.stop();
    const env = await readFile(join(appFolder, '.env'), 'utf8');
    await files.write('.env', env.replace(/SSO_CLIENT_SECRET=.*/, 'SSO_CLIENT_SECRET=not-the-one'));
    const again = await startScaffoldedApp(appFolder, Number(new URL(app.url).port));
    samples.apps.push(again);
    const browser = new BrowserAgent();
    const page = await browser.press(await browser.visit(`${again.url}/prices`), 'Continue as Bob Brown');
    assert.equal(page.status, 502);
    assert.match(again.output(), /Sign-in failed: .*invalid_client/);
    const code = new URL(page.url).searchParams.get('code') ?? '';
    for (const secret of ['not-the-one', code]) assert.ok(secret !== '' && !again.output().includes(secret));
    assert.equal((await browser.visit(`${again.url}/auth`)).html.includes('Signed in as'), false);
  });

  it('plans nothing the second time', async () => {
    const { files } = await samples.run('twice');
    const again = await planSignIn({ files, folder: '', application: { ...shop, key: 'twice' } });
    assert.deepEqual([again.changes, again.nextSteps], [[], []]);
  });
});

async function toCommonJs(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, type: 'commonjs' }));
  await writeFile(
    join(folder, 'server.js'),
    [
      "'use strict'",
      "const express = require('express')",
      '',
      'const app = express()',
      "app.get('/', (req, res) => res.send('Shop'))",
      "app.get('/prices', (req, res) => res.send('Prices of the shop'))",
      'const port = process.env.PORT',
      'app.listen(port, () => console.log(`http://localhost:${port}`))',
      '',
    ].join('\n'),
  );
}

async function toTypeScript(folder: string): Promise<void> {
  await rm(join(folder, 'server.js'));
  await writeFile(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "allowImportingTsExtensions": true } }');
  await writeFile(
    join(folder, 'server.ts'),
    [
      "import express, { type Express } from 'express';",
      '',
      'const app: Express = express();',
      "app.get('/prices', (_request, response) => void response.send('Prices of the shop'));",
      'app.listen(process.env.PORT, () => console.log(`http://localhost:${process.env.PORT}`));',
      '',
    ].join('\n'),
  );
}

function compileErrors(file: string): readonly string[] {
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    noEmit: true,
    strict: true,
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    types: ['node'],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
