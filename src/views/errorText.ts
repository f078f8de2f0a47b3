import { oneLineWithoutMarkup } from '../base/foreignText.ts';
import { redact } from '../base/redact.ts';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import { noticeLines } from './plainText.ts';

/** An error as the person meets it: names in it come from wherever, so nothing in it acts. */
export interface ErrorText {
  readonly message: string;
  /** `chosen` for ends that the person brought about: they are no failure. `silent`: said in passing, without a message that has to be closed. */
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
  const words = wordsOf(thrown.quoted);
  const quoted = words === '' ? '' : ` The provider says: "${words}".`;
  const hint = thrown.hint === undefined ? '' : ` ${thrown.hint}`;
  return { message: noticeLines(`${thrown.message}${quoted}${hint}`), tone: tones[thrown.code] ?? 'failure' };
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

/** Shown in a notification, which makes links of what looks like one. Our own sentence ends theirs. */
const wordsOf = (quoted: string | undefined): string =>
  (oneLineWithoutMarkup(quoted ?? '') ?? '').replace(/[.\s]+$/, '');
