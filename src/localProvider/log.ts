import { Console } from 'node:console';
import { createWriteStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const largest = 1_000_000;

/** Writes lines to `provider.log`; a log above 1 MB is begun anew and the old one kept once. Nothing secret is ever logged. */
export function openLog(folder: string): { readonly line: (text: string) => void; readonly console: Console } {
  const path = join(folder, 'provider.log');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat && stat.size > largest) renameSync(path, `${path}.old`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  let failed = false;
  stream.on('error', () => {
    failed = true; // a full disk must not end the provider
  });
  const line = (text: string) => {
    if (!failed) stream.write(`${new Date().toISOString()} ${text}\n`);
  };
  return { line, console: new Console(stream, stream) };
}
