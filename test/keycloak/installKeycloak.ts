/** Brings the Keycloak that the tests sign in to, as Maven Central publishes it. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent, killGroup } from '../editorHost/host/processGroup.ts';
import { projectFolder } from '../editorHost/project.ts';
import { javaRelease } from './javaRelease.ts';

export const keycloakVersion = '26.7.3';
const oldestJava = 17;

/** Something that the tests with Keycloak need cannot be had here. */
export class KeycloakMissing extends Error {}

/** Several checkouts may share one. */
const parent = process.env['KEYCLOAK_FOLDER'] ?? join(projectFolder, '.keycloak');

/** More than 150 MB, over a slow line. */
const patienceMs = 10 * 60_000;

/**
 * Resolves to the folder of the unpacked server, at once when it is there. Needs Java 17, and Maven the first time; fails
 * with `KeycloakMissing` where they, or the server, cannot be had. An interrupted run leaves nothing half-made behind.
 */
export async function installKeycloak(): Promise<string> {
  if (process.platform === 'win32') throw new KeycloakMissing('They run where there is a Unix shell.');
  await needJava();
  const folder = join(parent, `keycloak-${keycloakVersion}`);
  if (isInstalled(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const scratch = mkdtempSync(join(parent, 'unfinished-'));
  const clear = () => {
    rmSync(scratch, { recursive: true, force: true });
  };
  process.once('exit', clear);
  try {
    const artifact = `org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`;
    const copy = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`];
    await run('mvn', ['--batch-mode', '--quiet', '--strict-checksums', '-Dstyle.color=never', ...copy], scratch);
    // the JDK's own tool where there is no unzip; it forgets what is executable
    const zip = join(scratch, `keycloak-quarkus-dist-${keycloakVersion}.zip`);
    await run('unzip', ['-q', zip], scratch).catch(() => run('jar', ['xf', zip], scratch));
    const unpacked = join(scratch, `keycloak-${keycloakVersion}`);
    chmodSync(startScript(unpacked), 0o755);
    putInPlace(unpacked, folder);
    return folder;
  } finally {
    process.removeListener('exit', clear);
    clear();
  }
}

export const startScript = (folder: string): string => join(folder, 'bin', 'kc.sh');
const isInstalled = (folder: string): boolean => existsSync(startScript(folder));

/** Another run may have been quicker. */
function putInPlace(unpacked: string, folder: string): void {
  try {
    renameSync(unpacked, folder);
  } catch (error) {
    if (!isInstalled(folder)) throw error;
  }
}

/** The same Java as Keycloak's own script takes. */
async function needJava(): Promise<void> {
  const home = process.env['JAVA_HOME'];
  const said = await run(home === undefined ? 'java' : join(home, 'bin', 'java'), ['-version'], projectFolder);
  const release = javaRelease(said);
  if (release !== undefined && release >= oldestJava) return;
  throw new KeycloakMissing(`They need Java ${String(oldestJava)} or later; here is ${String(release ?? 'another')}.`);
}

/** What it said. Ends with this process, and by itself. */
function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    endWithParent(child);
    const timer = setTimeout(() => {
      killGroup(child, 'SIGKILL');
    }, patienceMs);
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', () => {
      clearTimeout(timer);
      reject(new KeycloakMissing(`${command} cannot be run.`));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      const said = Buffer.concat(chunks).toString();
      if (code === 0) resolve(said);
      else reject(new KeycloakMissing(`${command} failed: ${said.trim().slice(0, 500)}`)); // the cause comes first
    });
  });
}
