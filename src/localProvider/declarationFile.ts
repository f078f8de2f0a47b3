import { statSync } from 'node:fs';
import { parseDeclaration } from '../declaration/parse.ts';
import { environmentsOf, resolveWorkspace } from '../declaration/resolve.ts';
import type { Declaration } from '../declaration/shape.ts';
import { largestText } from '../declaration/tree.ts';
import type { People } from './people.ts';
import { readRegularFile } from './regularFile.ts';

const nobody: People = { persons: [], groups: [] };

/**
 * The people of a workspace file, followed live: each call looks whether the file changed, without a watcher. A file that
 * became unreadable keeps the people of its last good state and says so.
 */
export function followPeople(path: string | undefined, port: number): () => People {
  if (path === undefined) return () => nobody;
  let stamp: string | undefined;
  let people = nobody;
  return () => {
    const now = stampOf(path);
    if (now === stamp) return people;
    stamp = now;
    people = readPeople(path, port, people);
    return people;
  };
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return [mtimeMs, size, ino].join(' ');
  } catch {
    return 'absent';
  }
}

function readPeople(path: string, port: number, before: People): People {
  const text = textOf(path);
  if (text === undefined) {
    return { ...before, notice: 'sso.json cannot be read. These are the people it named before.' };
  }
  const { declaration, problems } = parseDeclaration(text);
  if (!problems.some(({ code }) => code === 'syntax' || code.startsWith('file.'))) return peopleOf(declaration, port);
  return before.persons.length > 0
    ? { ...before, notice: 'sso.json has errors. These are the people it named before.' }
    : { ...peopleOf(declaration, port), notice: 'sso.json has errors. People may be missing here.' };
}

function textOf(path: string): string | undefined {
  try {
    return readRegularFile(path, largestText);
  } catch {
    return undefined; // for people it comes to the same as a file that is none
  }
}

/** Of the environment that this provider serves; with several local ones the port tells which. */
function peopleOf(declaration: Declaration, port: number): People {
  const environments = environmentsOf(declaration);
  const environment =
    environments.find((candidate) => candidate.provider === 'local' && candidate.port === port) ??
    environments.find(({ provider }) => provider === 'local') ??
    environments[0];
  const workspace = environment && resolveWorkspace(declaration, environment.name);
  return workspace ? { persons: workspace.people, groups: workspace.groups } : nobody;
}
