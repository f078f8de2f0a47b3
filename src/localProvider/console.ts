import { createInterface } from 'node:readline/promises';
import { isRecord } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';
import type { ConsoleOptions } from './commandLine.ts';
import { consoleCommands, type AdminCall } from './consoleCommands.ts';
import { isIdentity } from './identity.ts';
import { findRunning } from './running.ts';
import { openStateFolder } from './stateFolder.ts';
import { visible } from '../base/visible.ts';

const prompt = 'sso-provider> ';

/**
 * A conversation with the provider that runs for a state folder, by its admin API: how a person changes a registration by hand,
 * at the provider. Resolves to the exit code; with a command on the command line, 1 when it failed.
 */
export async function runConsole({ state, command }: ConsoleOptions): Promise<number> {
  const call = await adminOf(state).catch((failure: unknown) => {
    if (failure instanceof SsoError) process.stderr.write(`${visible(failure.message)}\n`);
    else throw failure;
    return undefined;
  });
  if (!call) return 1;
  if (command.length > 0) return (await perform(call, command)) ? 0 : 1;
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt });
  const closed = new AbortController(); // input from a pipe ends before its commands are done
  lines.once('close', () => {
    closed.abort();
  });
  process.stdout.write('Registrations of the local provider, changed by hand. "help" lists the commands.\n');
  lines.prompt();
  for await (const line of lines) {
    const words = wordsOf(line);
    if (words[0] === 'exit') break;
    if (words.length > 0) await perform(call, words);
    if (!closed.signal.aborted) lines.prompt();
  }
  lines.close();
  return 0;
}

async function perform(call: AdminCall, [name = '', ...rest]: readonly string[]): Promise<boolean> {
  const command = consoleCommands.find((candidate) => candidate.name === name);
  try {
    const text = command
      ? await command.run(call, rest)
      : { failed: `There is no command "${visible(name)}". Try help.` };
    if (typeof text === 'string') {
      process.stdout.write(`${text}\n`);
      return true;
    }
    process.stderr.write(`${text.failed}\n`);
  } catch {
    process.stderr.write('The provider does not answer.\n');
  }
  return false;
}

/** Each command asks for proof anew: a conversation may be longer than the life of the provider that it began with. */
async function adminOf(state: string): Promise<AdminCall> {
  const folder = openStateFolder(state, (line) => {
    process.stderr.write(`${visible(line)}\n`);
  });
  const identity = folder.read('identity.json');
  if (!isIdentity(identity) || !(await findRunning(folder, identity))) throw notRunning();
  return async (method, path, body, version) => {
    const running = await findRunning(folder, identity);
    if (!running) throw notRunning();
    const response = await fetch(`http://127.0.0.1:${String(running.port)}/admin/${path}`, {
      method,
      headers: { authorization: `Bearer ${identity.secret}`, ...(version !== undefined && { 'if-match': version }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    return { ok: response.ok, answer: isRecord(answer) ? answer : {} };
  };
}

const notRunning = (): SsoError =>
  new SsoError('localProvider.notRunning', { message: 'No local identity provider runs for this state folder.' });

/** Words of a line; double quotes keep blanks together. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
