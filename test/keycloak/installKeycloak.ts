/** Brings the Keycloak that the tests sign in to, as Maven Central publishes it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../editorHost/project.ts';

export const keycloakVersion = '26.7.3';

/** Something that the tests with Keycloak need cannot be had here. */
export class KeycloakMissing extends Error {}

/** Several checkouts may share one. */
const parent = process.env['KEYCLOAK_FOLDER'] ?? join(projectFolder, '.keycloak');

/**
 * Resolves to the folder of the unpacked server, at once when it is there. Needs Java 17 and Maven; fails with
 * `KeycloakMissing` where they, or the server, cannot be had. An interrupted run leaves nothing half-made behind.
 */
export async function installKeycloak(): Promise<string> {
  const folder = join(parent, `keycloak-${keycloakVersion}`);
  if (existsSync(join(folder, 'bin', 'kc.sh'))) return folder;
  mkdirSync(parent, { recursive: true });
  const scratch = mkdtempSync(join(parent, 'unfinished-'));
  try {
    const artifact = `org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`;
    await run('java', ['-version'], scratch);
    await run(
      'mvn',
      ['--batch-mode', '--quiet', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`],
      scratch,
    );
    // the JDK's own tool where there is no unzip; both keep what is executable only under Unix
    const zip = join(scratch, `keycloak-quarkus-dist-${keycloakVersion}.zip`);
    await run('unzip', ['-q', zip], scratch).catch(() => run('jar', ['xf', zip], scratch));
    renameSync(join(scratch, `keycloak-${keycloakVersion}`), folder);
    return folder;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', () => {
      reject(new KeycloakMissing(`${command} cannot be run`));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new KeycloakMissing(`${command} failed: ${Buffer.concat(errors).toString().slice(-500)}`));
    });
  });
}
