import { explainAccess as accessDocument } from '../views/accessText.ts';
import type { Of, Parts } from './parts.ts';
import { choosePerson } from './signInAs.ts';
import { applicationOf, personOf } from './subject.ts';

type Deps = Pick<Parts, 'ask' | 'store'> & Of<'documents', 'show'>;

/** *SSO: Explain Access*. What one person may do, with the path that leads to each role. */
export async function explainAccess({ ask, documents, store }: Deps, argument: unknown): Promise<void> {
  const { workspace } = store.current;
  const person = personOf(argument) ?? (await choosePerson(ask, 'Explain Access', workspace.people));
  if (person === undefined) return;
  const name = workspace.people.find(({ key }) => key === person)?.name ?? person;
  await documents.show({
    name: `Access of ${name}.md`,
    language: 'markdown',
    text: accessDocument(workspace, person, applicationOf(argument)),
  });
}
