import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import type { Standing } from '../sync/plan.ts';
import { applicationName } from '../views/applicationName.ts';
import { declaredText, registeredText } from '../views/comparisonText.ts';
import { noticeText } from '../views/plainText.ts';
import { statusWords } from '../views/statusWords.ts';
import { chooseApplication } from './chooseApplication.ts';
import type { Of, Parts } from './parts.ts';
import { applicationOf } from './subject.ts';

type Deps = Pick<Parts, 'ask' | 'store'> & Of<'documents', 'compare'>;

/** *SSO: Compare*. Registered on the left, declared on the right, in the diff editor; undeclared fields are left out. */
export async function compare({ ask, documents, store }: Deps, argument: unknown): Promise<void> {
  const key = applicationOf(argument) ?? (await chooseApplication(ask, 'Compare', store.current));
  const standing = store.current.standings.find(({ declared }) => declared.key === key);
  if (!standing) return;
  if (standing.found.kind === 'unknown') throw notReadable(standing, standing.found.reason);
  const name = applicationName(standing.declared);
  await documents.compare(
    noticeText(`${name}: registered ↔ declared`),
    { name: `${standing.declared.key} registered.json`, language: 'jsonc', text: registeredText(standing) },
    { name: `${standing.declared.key} declared.json`, language: 'jsonc', text: declaredText(standing) },
  );
}

const notReadable = ({ declared }: Standing, reason: UnknownReason): SsoError =>
  new SsoError(codes[reason], {
    message: `${applicationName(declared)} cannot be compared: ${statusWords({ kind: 'unknown', reason })}.`,
    hint: 'Refresh once the provider can be read.',
  });

const codes: Readonly<Record<UnknownReason, ErrorCode>> = {
  answerInvalid: 'provider.answerInvalid',
  denied: 'provider.denied',
  expired: 'session.expired',
  hidden: 'provider.denied',
  neverRead: 'provider.unreachable',
  stopped: 'localProvider.notRunning',
  unreachable: 'provider.unreachable',
  unsupported: 'environment.unsupported',
};
