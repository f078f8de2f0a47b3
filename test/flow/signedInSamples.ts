/** Runs the sample application with sign-in added to it, against the real local provider. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeclaredApplication } from '../../src/model/application.ts';
import { envFile, newSessionSecret } from '../../src/scaffold/envFile.ts';
import { envIsIgnored } from '../../src/scaffold/gitFiles.ts';
import { planSignIn } from '../../src/scaffold/plan.ts';
import { freePort, startScaffoldedApp, type RunningApp } from '../ui/scaffoldedApp.ts';
import { BrowserAgent } from './browserAgent.ts';
import { diskFiles } from './diskFiles.ts';
import { sample } from './localProviderSample.ts';
import { cleanUp, startProvider, writeDeclaration, type LocalProvider } from './localProviderUnderTest.ts';

const root = join(import.meta.dirname, '..', '..');

export const shop: DeclaredApplication = {
  key: 'shop',
  clientId: 'shop',
  urls: [],
  roleDescriptions: {},
  fields: { name: 'Shop', type: 'web', roles: ['manager', 'clerk'] },
};

export class SignedInSamples {
  /** Also those that were started by a test itself; stopped at the end. */
  readonly apps: RunningApp[] = [];
  readonly provider: LocalProvider;
  private readonly folder: string;

  private constructor(provider: LocalProvider, folder: string) {
    this.provider = provider;
    this.folder = folder;
  }

  static async prepare(): Promise<SignedInSamples> {
    await mkdir(join(root, '.test-artifacts'), { recursive: true });
    const folder = await mkdtemp(join(root, '.test-artifacts', 'scaffold-'));
    return new SignedInSamples(await startProvider({ declaration: writeDeclaration(sample) }), folder);
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.stop();
    await cleanUp();
    await rm(this.folder, { recursive: true });
  }

  /** The sample with sign-in added, registered under `clientId`, and running. */
  async run(clientId: string, change: (folder: string) => Promise<void> = () => Promise.resolve(), file = 'server.js') {
    const appFolder = join(this.folder, clientId);
    await cp(join(root, 'samples', 'plain-express'), appFolder, { recursive: true });
    await change(appFolder);
    const files = diskFiles(appFolder);
    const { changes } = await planSignIn({ files, folder: '', application: { ...shop, key: clientId } });
    for (const { path, after } of changes) await files.write(path, after);
    assert.ok(await envIsIgnored(files, ''));
    const port = await freePort();
    const baseUrl = `http://localhost:${String(port)}`;
    const clientSecret = await this.register(clientId, baseUrl);
    const { issuer } = this.provider;
    const values = { issuer, clientId, clientSecret, sessionSecret: newSessionSecret(), baseUrl };
    await files.write('.env', envFile(await files.read('.env'), values));
    const app = await startScaffoldedApp(appFolder, port, file);
    this.apps.push(app);
    assert.equal(app.url, baseUrl);
    return { app, files, folder: appFolder, browser: new BrowserAgent() };
  }

  private async register(clientId: string, baseUrl: string): Promise<string> {
    const fields = {
      ...shop.fields,
      clientAuthentication: 'secret',
      redirectUris: [`${baseUrl}/auth/callback`],
      postLogoutRedirectUris: [`${baseUrl}/`],
      grants: [
        { group: 'sales', role: 'clerk' },
        { group: 'sales/leads', role: 'manager' },
      ],
    };
    const { status, body } = await this.provider.register(clientId, fields);
    assert.equal(status, 201);
    return String(body['secret']);
  }
}
