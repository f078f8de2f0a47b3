import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Not to wait at a pipe for somebody who writes into it. Windows has neither the flag nor such files. */
const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The text of a regular file, or of one that a link leads to, of at most `limit` bytes. Undefined when it is larger, or is
 * a device, a pipe or a folder: those may never end. What is read is counted, for what a file says of its size need not
 * hold. Fails like `openSync` where nothing can be opened.
 */
export function readRegularFile(path: string, limit: number): string | undefined {
  if (!statSync(path).isFile()) return undefined; // to open a device may already do something
  const file = openSync(path, withoutWaiting);
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const chunks: Buffer[] = [];
    for (let size = 0; size <= limit;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}
