import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../base/ssoError.ts';
import type { ServeOptions } from './commandLine.ts';
import { loadIdentity, type Identity } from './identity.ts';
import { loadKeys } from './keys.ts';
import { openLog } from './log.ts';
import { findRunning, type Running } from './running.ts';
import { listen, type Listening } from './server.ts';
import { openStateFolder, type StateFolder } from './stateFolder.ts';

export interface Started {
  readonly issuer: string;
  readonly instanceId: string;
  /** Of the process that serves, which is another where one ran already. */
  readonly pid: number;
}

/** Starts the provider of a state folder. Where one runs already, gives that one back; then nothing keeps this process. */
export async function start(options: ServeOptions): Promise<Started> {
  const early: string[] = [];
  let tell = (line: string): void => void early.push(line);
  const folder = openStateFolder(options.state, (line) => {
    tell(line);
  });
  const identity = await loadIdentity(folder);
  const running = await findRunning(folder, identity);
  if (running) return running;
  const log = openLog(folder.path);
  globalThis.console = log.console; // libraries warn there; stdout carries one line only
  tell = log.line;
  for (const line of early) log.line(line);
  // keys, libraries and the disk do not wait for each other
  const libraries = import('./run.ts');
  const keys = loadKeys(folder);
  const bound = await bind(options.port, folder, identity);
  if (!('server' in bound)) return bound;
  const issuer = `http://127.0.0.1:${String(bound.port)}`;
  const { instanceId } = identity;
  const { pid } = process;
  const written = folder.write('running.json', { pid, port: bound.port, issuer, instanceId });
  const [{ run }, signingKeys] = await Promise.all([libraries, keys, written]);
  run({ options, folder, identity, keys: signingKeys, log: log.line }, bound, issuer);
  log.line(`Ready at ${issuer}, process ${String(pid)}.`);
  return { issuer, instanceId, pid };
}

/** Two starts at the same moment: the second finds the port taken a little before it can find the first. */
async function bind(port: number, folder: StateFolder, identity: Identity): Promise<Listening | Running> {
  try {
    return await listen(port);
  } catch (error) {
    if (!hasCode(error, 'localProvider.portTaken')) throw error;
    for (let attempt = 0; attempt < 10; attempt++) {
      const running = await findRunning(folder, identity);
      if (running) return running;
      await pause(50);
    }
    throw error;
  }
}
