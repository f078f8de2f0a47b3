import type { Log } from '../../src/ports.ts';

export function fakeLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { lines, info: write, warn: write, error: write, show: () => undefined };
}
