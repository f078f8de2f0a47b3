/**
 * Playwright fixtures. One server and one browser context per worker, because starting them is slow and a
 * second page load takes the workbench's script from V8's code cache. Per test: a fresh copy of the sample
 * folder, emptied browser storage, restored user settings, and a new page with a new extension host.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { artifactsFolder, defaultSample, extensionVsix, kitFolder, secondExtension } from '../project.ts';
import { copyWorkspace } from '../host/copyWorkspace.ts';
import { freePort } from '../host/freePort.ts';
import { installVsix, linkExtension } from '../host/installExtensions.ts';
import { startServer, writeUserSettings, type EditorServer } from '../host/startServer.ts';
import { workbenchUrl } from '../host/workbenchUrl.ts';
import { clearBrowserStorage } from './clearBrowserStorage.ts';
import { useLocalPort } from './localPort.ts';
import { ExtensionHost } from './extensionHost.ts';
import { viewport } from './viewport.ts';
import { Workbench } from './workbench.ts';

interface WorkerFixtures {
  /** Override to pass environment variables to the extension host, such as the address of a test server. */
  extensionEnvironment: Record<string, string>;
  /** `test.use({ workspaceTrust: true })` at the top of a file: VS Code asks whether the folder is trusted. */
  workspaceTrust: boolean;
  editor: RunningEditor;
  /** Calls the vscode API in the extension host of the page that was opened last. */
  extensionHost: ExtensionHost;
  sharedContext: BrowserContext;
}

interface TestFixtures {
  /** `test.use({ sample: 'name' })`: a folder of samples/ or of test/ui/workspaces/ to open a copy of. */
  sample: string;
  /** A port that is free, for this test's local provider: the one of the test before may still be ending. */
  localPort: number;
  /** This test's own copy of the sample; a local environment in its sso.json has `localPort`. */
  workspaceFolder: string;
  /** Opens a workbench in a page, and waits until its extension host is up. For a reload or a second window. */
  openWorkbench: (page: Page) => Promise<Workbench>;
  /** The workbench, open. Most tests need nothing else. */
  workbench: Workbench;
}

interface RunningEditor extends EditorServer {
  folder: string;
  restart(): Promise<void>;
}

const askForTrust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'always' };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  extensionEnvironment: [{}, { scope: 'worker', option: true }],
  workspaceTrust: [false, { scope: 'worker', option: true }],

  extensionHost: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'test-bridge-'));
      await use(new ExtensionHost(join(folder, 'address.json')));
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  editor: [
    async ({ extensionEnvironment, extensionHost, workspaceTrust }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'ui-tests-'));
      const userDataFolder = join(folder, 'data');
      const extensionsFolder = join(folder, 'extensions');
      for (const source of [join(kitFolder, 'testBridge'), secondExtension]) linkExtension(source, extensionsFolder);
      installVsix([extensionVsix], userDataFolder, extensionsFolder);

      const environment: Record<string, string> = { ...extensionEnvironment, ...extensionHost.environment };
      if (process.env['COVERAGE']) environment['NODE_V8_COVERAGE'] = join(artifactsFolder, 'ui', 'v8');
      const logFile = join(folder, 'server.log');
      const options = { userDataFolder, extensionsFolder, environment, workspaceTrust, logFile };

      const server = await startServer(options);
      const editor: RunningEditor = {
        ...server,
        folder,
        async restart() {
          await editor.stop();
          Object.assign(editor, await startServer({ ...options, port: server.port }));
        },
      };
      await use(editor);
      await editor.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  sharedContext: [
    async ({ browser }, use) => {
      const permissions = ['clipboard-read', 'clipboard-write'];
      const context = await browser.newContext({ viewport, permissions });
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],

  sample: [defaultSample, { option: true }],

  localPort: async ({}, use) => use(await freePort()),

  workspaceFolder: async ({ editor, sample, localPort }, use) => {
    const folder = mkdtempSync(join(editor.folder, 'workspace-'));
    copyWorkspace(sample, folder);
    useLocalPort(folder, localPort);
    await use(folder);
  },

  page: async ({ sharedContext, editor, extensionHost, workspaceTrust }, use, testInfo) => {
    writeUserSettings(editor.userDataFolder, workspaceTrust ? askForTrust : {});
    const page = await sharedContext.newPage();
    await clearBrowserStorage(page, editor.baseUrl);
    if (process.env['TRACE']) await sharedContext.tracing.start({ screenshots: true, snapshots: true });

    await use(page);

    const failed = testInfo.status !== testInfo.expectedStatus;
    if (process.env['TRACE']) {
      await sharedContext.tracing.stop(failed ? { path: testInfo.outputPath('trace.zip') } : {});
    }
    for (const [index, open] of sharedContext.pages().entries()) {
      if (failed)
        await open.screenshot({ path: testInfo.outputPath(`page-${String(index)}.png`) }).catch(() => undefined);
      await open.close();
    }
    await extensionHost.untilEnded();
  },

  openWorkbench: async ({ editor, extensionHost, workspaceFolder }, use) => {
    mkdirSync(join(artifactsFolder, 'ui'), { recursive: true });
    await use(async (page) => {
      extensionHost.forget();
      await page.goto(workbenchUrl(editor.baseUrl, workspaceFolder));
      const workbench = new Workbench(page, join(artifactsFolder, 'ui'));
      await workbench.ready();
      await expect.poll(() => extensionHost.isUp(), { message: 'extension host is up', timeout: 60_000 }).toBe(true);
      return workbench;
    });
  },

  workbench: async ({ page, openWorkbench }, use) => {
    await use(await openWorkbench(page));
  },
});
