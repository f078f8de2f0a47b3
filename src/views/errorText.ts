import { redact } from '../base/redact.ts';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';

/** An error as the person meets it. */
export interface ErrorText {
  readonly message: string;
  /** `chosen` for ends that the person brought about: they are no failure. `silent`: nothing has to be said at all. */
  readonly tone: 'failure' | 'chosen' | 'silent';
}

const tones: Readonly<Partial<Record<ErrorCode, ErrorText['tone']>>> = {
  'operation.cancelled': 'silent',
  'signIn.denied': 'chosen',
};

export function errorText(thrown: unknown): ErrorText {
  if (!(thrown instanceof SsoError)) {
    return { message: 'Something went wrong inside SSO Toolkit. The log has the details.', tone: 'failure' };
  }
  const quoted = thrown.quoted === undefined ? '' : ` The provider says: "${harmless(thrown.quoted)}".`;
  const hint = thrown.hint === undefined ? '' : ` ${thrown.hint}`;
  return { message: `${thrown.message}${quoted}${hint}`, tone: tones[thrown.code] ?? 'failure' };
}

/** One line for the log, with the chain of causes; never a stack of somebody else's secret. */
export function errorLine(thrown: unknown): string {
  const lines: string[] = [];
  for (let error: unknown = thrown; error !== undefined && lines.length < 5;) {
    lines.push(error instanceof SsoError ? `${error.code}: ${error.message}` : nameOf(error));
    error = error instanceof Error ? error.cause : undefined;
  }
  return lines.join(' <- ');
}

const nameOf = (thrown: unknown): string =>
  redact(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));

/** A provider's words are text: no link and no command may come of them (they are shown in a notification). */
const harmless = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/[[\]()<>`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[.\s]+$/, ''); // our own sentence ends it
