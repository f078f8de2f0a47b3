import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { isRecord } from '../base/foreign.ts';
import { isAlive } from '../base/processLife.ts';
import type { Identity } from './identity.ts';
import { proofOf } from './proof.ts';
import type { StateFolder } from './stateFolder.ts';

/** How others find a provider that runs: `running.json`, there only while it does. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly issuer: string;
  readonly instanceId: string;
}

/** The provider that already runs for this folder, proved by its own answer; a file left by a dead one counts as nothing. */
export async function findRunning(folder: StateFolder, identity: Identity): Promise<Running | undefined> {
  const saved = folder.read('running.json');
  if (!isRunning(saved) || saved.instanceId !== identity.instanceId || !isAlive(saved.pid)) return undefined;
  return (await isProved(saved.port, identity.secret)) ? saved : undefined;
}

function isRunning(value: unknown): value is Running {
  return (
    isRecord(value) &&
    typeof value['pid'] === 'number' &&
    typeof value['port'] === 'number' &&
    typeof value['issuer'] === 'string' &&
    typeof value['instanceId'] === 'string'
  );
}

/** The secret stays here until whoever listens at the port has shown that it holds it too. */
async function isProved(port: number, secret: string): Promise<boolean> {
  const nonce = randomBytes(32).toString('base64url');
  const text = await answerOf(port, `/admin/proof?nonce=${nonce}`);
  return text !== undefined && proofIn(text) === proofOf(secret, nonce, port);
}

function answerOf(port: number, path: string): Promise<string | undefined> {
  const signal = AbortSignal.timeout(5000); // it may be about to start
  const options = { host: '127.0.0.1', port, path, agent: false, signal };
  return new Promise((resolve) => {
    const request = get(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < 10_000) text += chunk;
      });
      response.on('error', () => {
        resolve(undefined);
      });
      response.on('end', () => {
        resolve(text);
      });
    });
    request.on('error', () => {
      resolve(undefined);
    });
  });
}

function proofIn(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? answer['proof'] : undefined;
  } catch {
    return undefined;
  }
}
