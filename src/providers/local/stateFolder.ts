import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdminAccess } from './adminRequest.ts';
import { identityFile, parseAnswer, runningFile } from './answers.ts';

/** A local provider of this workspace as its state folder names it; whether it lives is another question. */
export interface Recorded extends AdminAccess {
  readonly pid: number;
  readonly port: number;
  readonly instanceId: string;
}

/**
 * What `running.json` and `identity.json` of a state folder say together. Undefined when one of them is absent, damaged,
 * or of another instance: then there is nothing to join.
 */
export async function readRecorded(stateFolder: string): Promise<Recorded | undefined> {
  const [running, identity] = await Promise.all([
    readJson(join(stateFolder, 'running.json')),
    readJson(join(stateFolder, 'identity.json')),
  ]);
  if (running === undefined || identity === undefined) return undefined;
  const process = parseAnswer(runningFile, running);
  const { instanceId, secret } = parseAnswer(identityFile, identity);
  return process.instanceId === instanceId ? { ...process, secret } : undefined;
}

/** Which provider belongs to the state folder, whether it runs or not; undefined before its first start. */
export async function readInstanceId(stateFolder: string): Promise<string | undefined> {
  const identity = await readJson(join(stateFolder, 'identity.json'));
  return identity === undefined ? undefined : parseAnswer(identityFile, identity).instanceId;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined; // absent, or half written by a process that was killed
  }
}
