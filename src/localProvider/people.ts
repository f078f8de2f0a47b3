import type { Group, Person } from '../model/people.ts';
import { groupsOf } from './effectiveAccess.ts';

/** Whom the provider can sign in, as the workspace's file says right now. */
export interface People {
  readonly persons: readonly Person[];
  readonly groups: readonly Group[];
  /** Why `persons` may be old, in a sentence for people. */
  readonly notice?: string;
}

export const personOf = (people: People, key: string): Person | undefined =>
  people.persons.find((person) => person.key === key);

/** The person that a `login_hint` means: by key, e-mail address or full name. */
export function hintedPerson(people: People, hint: unknown): Person | undefined {
  if (typeof hint !== 'string' || hint === '') return undefined;
  return (
    personOf(people, hint) ??
    people.persons.find(({ email }) => email === hint) ??
    people.persons.find(({ name }) => name === hint)
  );
}

export const groupsOfPerson = (people: People, key: string): readonly string[] => groupsOf(key, people.groups);
