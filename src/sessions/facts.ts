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
      ...(record.loginHint === undefined ? {} : { loginHint: record.loginHint }),
      flow: record.flow,
      bound: record.bindingKey !== undefined,
      ...(record.instance === undefined ? {} : { instance: record.instance }),
    }));
}

/** The editor tells accounts apart by label: namesakes get the provider's host added, its whole issuer, or the subject. */
function uniqueLabels(records: readonly SessionRecord[]): ReadonlyMap<string, string> {
  const accounts = [...new Map(records.map((record) => [accountIdOf(record), record])).values()];
  return new Map(
    accounts.map((account) => {
      const namesakes = accounts.filter(({ label }) => label === account.label);
      const addition = namesakes.length === 1 ? '' : ` (${distinction(account, namesakes)})`;
      return [accountIdOf(account), `${account.label}${addition}`];
    }),
  );
}

function distinction({ issuer, subject }: SessionRecord, namesakes: readonly SessionRecord[]): string {
  const atIssuer = namesakes.filter((other) => other.issuer === issuer).length;
  const atHost = namesakes.filter((other) => hostOf(other.issuer) === hostOf(issuer)).length;
  if (atHost === 1) return hostOf(issuer);
  if (atIssuer === 1) return issuer;
  return atIssuer === namesakes.length ? subject : `${subject}, ${issuer}`;
}

const hostOf = (issuer: string): string => new URL(issuer).host;
