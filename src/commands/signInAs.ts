import type { Person } from '../model/people.ts';
import type { Ask } from '../ports.ts';
import { signIn, type SignInDeps } from './signIn.ts';
import { personOf } from './subject.ts';

/** *SSO: Sign In As …*. The provider's page comes up with that person first: one click is left. */
export async function signInAs(deps: SignInDeps, argument: unknown): Promise<void> {
  const { people } = deps.store.current.workspace;
  const person = personOf(argument) ?? (await choosePerson(deps.ask, 'Sign In As', people));
  if (person !== undefined) await signIn(deps, { loginHint: person });
}

export function choosePerson(ask: Ask, title: string, people: readonly Person[]): Promise<string | undefined> {
  return ask.choose(
    title,
    people.map(({ key, name, email }) => ({ label: name, description: email ?? key, icon: 'person', value: key })),
  );
}
