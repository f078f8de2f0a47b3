import { SsoError } from '../base/ssoError.ts';
import type { Standing } from '../sync/plan.ts';
import { declaredText, registeredText } from '../views/comparisonText.ts';
import { statusWords } from '../views/statusWords.ts';
import { applicationName, chooseApplication } from './chooseApplication.ts';
import type { Of, Parts } from './parts.ts';
import { applicationOf } from './subject.ts';

type Deps = Pick<Parts, 'ask' | 'store'> & Of<'documents', 'compare'>;

/** *SSO: Compare*. Registered on the left, declared on the right, in the diff editor; undeclared fields are left out. */
export async function compare({ ask, documents, store }: Deps, argument: unknown): Promise<void> {
  const key = applicationOf(argument) ?? (await chooseApplication(ask, 'Compare', store.current));
  const standing = store.current.standings.find(({ declared }) => declared.key === key);
  if (!standing) return;
  if (standing.found.kind === 'unknown') throw notReadable(standing);
  const name = applicationName(standing.declared);
  await documents.compare(
    `${name}: registered ↔ declared`,
    { name: `${standing.declared.key} registered.json`, language: 'jsonc', text: registeredText(standing) },
    { name: `${standing.declared.key} declared.json`, language: 'jsonc', text: declaredText(standing) },
  );
}

const notReadable = (standing: Standing): SsoError =>
  new SsoError('provider.unreachable', {
    message: `${applicationName(standing.declared)} cannot be compared: ${statusWords(standing.status)}.`,
    hint: 'Refresh once the provider can be read.',
  });
