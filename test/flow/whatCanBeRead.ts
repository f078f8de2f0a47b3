import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Snapshot } from '../../src/state/snapshot.ts';
import { providerRows } from '../../src/views/providerRows.ts';
import type { Row } from '../../src/views/row.ts';
import { statusBar } from '../../src/views/statusBar.ts';
import type { TestWorkspace, Window } from './composedProduct.ts';

/**
 * Everything that a person, another extension, a repository or whoever gets a log could read, by where it stands: all but
 * the secret storage, the provider's own state and what went over the wire.
 */
export function whatCanBeRead(window: Window, { root, providerState, memory, personMemory }: TestWorkspace) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== providerState)
    .map(({ name, parentPath }): [string, string] => [name, readFileSync(join(parentPath, name), 'utf8')]);
  return new Map<string, string>([
    ['log', window.log.lines.join('\n')],
    ['questions', window.asked.join('\n')],
    ['progress', window.steps.join('\n')],
    ['messages', window.told.join('\n')],
    ['documents', JSON.stringify(window.shown)],
    ['clipboard', window.clipboard.join('\n')],
    ['terminals', window.typed.join('\n')],
    ['memory', written([memory.values, personMemory.values])],
    ...whatIsShown(window.snapshot),
    ...files,
  ]);
}

/** What other parts of the product, and the views by it, know at one moment. */
export function whatIsShown(snapshot: Snapshot): readonly [place: string, content: string][] {
  const now = new Date();
  return [
    ['snapshot', written(snapshot)],
    ['status bar', written(statusBar(snapshot, now))],
    ['view of providers', providerRows(snapshot, now).map(everyWord).join('\n')],
  ];
}

/** An error with all that hangs on it, as a crash report would have it. */
export const wholeError = (thrown: unknown): string => inspect(thrown, { depth: Infinity, showHidden: true });

/** Labels, descriptions, tooltips and what can be copied, of a row and of all below it. */
export const everyWord = (row: Row): string =>
  [
    row.id,
    row.label,
    row.description,
    row.tooltip,
    row.spoken,
    written(row.subject),
    ...row.children.map(everyWord),
  ].join('\n');

const written = (value: unknown = ''): string =>
  JSON.stringify(value, (_key, each: unknown) => (each instanceof Map || each instanceof Set ? [...each] : each));
