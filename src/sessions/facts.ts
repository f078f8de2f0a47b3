import { oneLine } from '../base/foreignText.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SessionRecord } from './record.ts';

/** Stable for one person at one provider (OpenID Connect Core 1.0, 2: `sub` is unique per issuer only). */
export const accountIdOf = ({ issuer, subject }: Pick<SessionRecord, 'issuer' | 'subject'>): string =>
  `${issuer}#${subject}`;

/** What may be known outside of these records, in the order in which the sessions began. */
export function factsOf(records: readonly SessionRecord[]): readonly SessionFacts[] {
  const labels = uniqueLabels(records);
  return records
    .toSorted((one, other) => one.beganAt - other.beganAt || (one.id < other.id ? -1 : 1))
    .map((record) => ({
      id: record.id,
      environment: record.environment,
      issuer: record.issuer,
      account: { id: accountIdOf(record), label: labels.get(accountIdOf(record)) ?? record.label },
      scopes: record.scopes,
      ...(record.expiresAt === undefined ? {} : { expiresAt: new Date(record.expiresAt) }),
      refreshable: record.refreshToken !== undefined,
      clientId: record.clientId,
      ...(record.audience === undefined ? {} : { audience: record.audience }),
      ...(record.loginHint === undefined ? {} : { loginHint: record.loginHint }),
      flow: record.flow,
      bound: record.bindingKey !== undefined,
      ...(record.instance === undefined ? {} : { instance: record.instance }),
    }));
}

/** Namesakes at one provider get their subject added; those of different ones stand under different environments. */
function uniqueLabels(records: readonly SessionRecord[]): ReadonlyMap<string, string> {
  const accounts = [...new Map(records.map((record) => [accountIdOf(record), record])).values()];
  return new Map(
    accounts.map((account) => {
      const { issuer, label, subject } = account;
      const namesakes = accounts.filter((other) => other.label === label && other.issuer === issuer);
      const addition = namesakes.length === 1 ? '' : ` (${oneLine(subject) ?? 'no subject'})`;
      return [accountIdOf(account), `${label}${addition}`];
    }),
  );
}
