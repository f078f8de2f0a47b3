/** Starts the real Keycloak for one run of the tests: in memory, on this machine only, and gone with the run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../editorHost/host/freePort.ts';
import { endWithParent, killGroup } from '../editorHost/host/processGroup.ts';
import { artifactsFolder } from '../editorHost/project.ts';
import { installKeycloak, startScript } from './installKeycloak.ts';

/** Environment variables by which the tests find it. */
export interface KeycloakAddress extends Readonly<Record<string, string>> {
  readonly KEYCLOAK_URL: string;
  readonly KEYCLOAK_ADMIN_PASSWORD: string;
}

export interface Keycloak {
  readonly address: KeycloakAddress;
  stop(): void;
}

/** A cold machine takes 45 s; one that does other things beside it, longer. */
const patienceMs = 240_000;

/** Resolves once the server answers. Fails with `KeycloakMissing` where it cannot be had. */
export async function startKeycloak(): Promise<Keycloak> {
  const folder = await installKeycloak();
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  mkdirSync(artifactsFolder, { recursive: true });
  const logFile = join(artifactsFolder, 'keycloak.log');
  rmSync(logFile, { force: true }); // a run beside this one goes on writing to its own
  const log = openSync(logFile, 'w');
  const child = spawn(
    startScript(folder),
    ['start-dev', '--db=dev-mem', '--http-host=127.0.0.1', `--http-port=${String(port)}`],
    {
      detached: true, // a group of its own, so that one signal reaches the shell and the server
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
        KC_BOOTSTRAP_ADMIN_PASSWORD: password,
        JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx640m',
        JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1', // halves the work of starting; it does not live long enough for more
      },
    },
  );
  closeSync(log);
  endWithParent(child);
  const url = `http://127.0.0.1:${String(port)}`;
  try {
    await answering(url, child);
  } catch (error) {
    killGroup(child, 'SIGKILL');
    throw error;
  }
  return {
    address: { KEYCLOAK_URL: url, KEYCLOAK_ADMIN_PASSWORD: password },
    stop: () => {
      killGroup(child, 'SIGKILL');
    },
  };
}

/** "Listening" in its log is not ready: until it is, every address answers 503. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error('Keycloak ended at once; .test-artifacts/keycloak.log says why');
    if (await answers(`${url}/realms/master/.well-known/openid-configuration`)) return;
    await delay(250);
  }
  throw new Error('Keycloak does not answer; .test-artifacts/keycloak.log may say why');
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // nothing listens yet
  }
}
