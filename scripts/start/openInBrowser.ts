/** Serves VS Code to the person's own browser. After a rebuild, "Developer: Reload Window" loads the new code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../test/editorHost/host/freePort.ts';
import { linkExtension } from '../../test/editorHost/host/installExtensions.ts';
import { startServer } from '../../test/editorHost/host/startServer.ts';
import { workbenchUrl } from '../../test/editorHost/host/workbenchUrl.ts';
import { projectFolder } from '../../test/editorHost/project.ts';
import { installServer } from '../../test/editorHost/setup/installServer.ts';
import { writeFirstSettings } from './firstSettings.ts';
import { hasDisplay } from './openInDesktop.ts';

/** The address stays the same from start to start, unless something else has taken the port. */
const usualPort = Number(process.env['PORT'] ?? 8123);

/** Returns when the server has ended. */
export async function openInBrowser(
  profileFolder: string,
  workspaceFolder: string,
  { openPage }: { readonly openPage: boolean },
): Promise<void> {
  installServer();
  const extensionsFolder = join(profileFolder, 'extensions');
  rmSync(extensionsFolder, { recursive: true, force: true }); // removes the link, not its target
  linkExtension(projectFolder, extensionsFolder);

  const userDataFolder = join(profileFolder, 'data');
  writeFirstSettings(userDataFolder);
  const port = (await isFree(usualPort)) ? usualPort : await freePort();
  if (port !== usualPort) {
    console.log(
      `Port ${String(usualPort)} is taken, so this editor has another address: sign-ins of earlier starts do not carry over.`,
    );
  }
  const server = await startServer({ userDataFolder, extensionsFolder, port });
  const url = workbenchUrl(server.baseUrl, workspaceFolder);
  console.log(`The editor runs at ${url}\nPress Ctrl+C to end it.`);
  if (openPage) openSystemBrowser(url);
  await once(server.process, 'exit');
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

/** Without a display there is nothing to open; where it fails, the printed address is enough. */
function openSystemBrowser(url: string): void {
  if (!hasDisplay()) return;
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  opener.once('error', () => {
    console.log('Open the address in your browser.');
  });
  opener.unref();
}

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
