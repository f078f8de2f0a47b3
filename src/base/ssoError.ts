/** Every failure that a person can meet, by a stable code. Tests assert the code; the words may change. */
export type ErrorCode =
  | 'apply.incomplete'
  | 'browser.notOpened'
  | 'declaration.absent'
  | 'declaration.invalid'
  | 'declaration.notWritable'
  | 'environment.unknown'
  | 'environment.unsupported'
  | 'file.isLink'
  | 'file.unreadable'
  | 'http.answerInvalid'
  | 'http.refused'
  | 'http.timeout'
  | 'http.tooLarge'
  | 'http.unreachable'
  | 'issuer.invalid'
  | 'issuer.mismatch'
  | 'issuer.unconfirmed'
  | 'localProvider.notRunning'
  | 'localProvider.notStarted'
  | 'localProvider.notStopped'
  | 'localProvider.portTaken'
  | 'operation.cancelled'
  | 'plan.outdated'
  | 'provider.answerInvalid'
  | 'provider.denied'
  | 'provider.refused'
  | 'provider.unreachable'
  | 'scaffold.conflict'
  | 'scaffold.envNotIgnored'
  | 'scaffold.notFound'
  | 'scaffold.unsafePath'
  | 'scaffold.unsafeValue'
  | 'scaffold.unsupported'
  | 'secret.notStored'
  | 'session.answerLost'
  | 'session.clientUnknown'
  | 'session.expired'
  | 'session.locked'
  | 'session.notStored'
  | 'session.unreadable'
  | 'signIn.answerInvalid'
  | 'signIn.clock'
  | 'signIn.denied'
  | 'signIn.endpointRefused'
  | 'signIn.flowUnavailable'
  | 'signIn.notRegistered'
  | 'signIn.portUnavailable'
  | 'signIn.refused'
  | 'signIn.timeout'
  | 'token.none'
  | 'workspace.none'
  | 'workspace.untrusted';

export interface ErrorDetails {
  /** What happened, in a sentence for people. Never holds a secret, nor text that a provider sent. */
  readonly message: string;
  /** What the person can do about it. */
  readonly hint?: string;
  /** What the other side said, as it said it. Distrusted: shown as plain text, shortened, beside our own sentence. */
  readonly quoted?: string;
  /** How long the other side asks to be left alone. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The one error class of the product. Anything else that is thrown is a defect and is shown as one. */
export class SsoError extends Error {
  override readonly name = 'SsoError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly quoted: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.quoted = details.quoted;
    this.retryAfterMs = details.retryAfterMs;
  }
}

export function hasCode(thrown: unknown, code: ErrorCode): thrown is SsoError {
  return thrown instanceof SsoError && thrown.code === code;
}
