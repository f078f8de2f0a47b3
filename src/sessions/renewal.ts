import { Emitter } from '../base/emitter.ts';
import { hasCode, SsoError } from '../base/ssoError.ts';
import type { SessionFacts } from '../model/session.ts';
import type { Clock, Fetch, Lock, Log } from '../ports.ts';
import { refresh, revoke } from '../signIn/onFirstUse.ts';
import type { KnownClients } from '../signIn/request.ts';
import { isDue, isValid } from './due.ts';
import type { EndedSessions } from './endedSessions.ts';
import type { SessionRecord } from './record.ts';
import type { SessionStore } from './store.ts';

export interface RenewalDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly lock: Lock;
  readonly fetch: Fetch;
  readonly clients: KnownClients;
  readonly local?: LocalInstances;
}

/** Why a session was not renewed the last time, while it still may be. */
export type Trouble = NonNullable<SessionFacts['trouble']>;

/** Local providers by the id that each proves to have; their addresses change hands. */
export interface LocalInstances {
  /** Of this workspace, also while it is stopped. */
  own(): Promise<string | undefined>;
  /** Of the one that runs and has proved it just now. */
  proven(): string | undefined;
}

/** True when credentials of the session may be sent to its issuer's address. */
export const isAtHand = ({ instance }: { readonly instance?: string | undefined }, local?: LocalInstances): boolean =>
  instance === undefined || instance === local?.proven();

const firstPauseMs = 5_000;
const longestPauseMs = 5 * 60_000;

/**
 * Renews tokens, once for all who ask and one window at a time: a rotating refresh token that two windows use ends the
 * session for both (RFC 9700, 4.14.2).
 */
export class Renewal {
  private readonly store: SessionStore;
  private readonly deps: RenewalDeps;
  private readonly running = new Map<string, Promise<SessionRecord>>();
  private readonly pauses = new Map<string, { readonly until: number; readonly length: number }>();
  private readonly troubles = new Map<string, Trouble>();
  private readonly ended: EndedSessions;
  private readonly troubled = new Emitter<void>();
  /** Something else is to be said of why sessions are not renewed. */
  readonly onDidChangeTrouble = this.troubled.event;

  constructor(store: SessionStore, ended: EndedSessions, deps: RenewalDeps) {
    this.store = store;
    this.ended = ended;
    this.deps = deps;
  }

  troubleOf(id: string): Trouble | undefined {
    return this.troubles.get(id);
  }

  /**
   * The record with tokens fit for use, renewed when little time is left. A token that is still valid stays usable when
   * renewing fails for a passing reason. Fails with `session.expired` when the person is needed.
   */
  async fresh(record: SessionRecord): Promise<SessionRecord> {
    const { clock, log } = this.deps;
    const now = clock.now().getTime();
    if (!isDue(record, now)) return record;
    if (record.refreshToken === undefined) {
      if (isValid(record, now)) return record;
      throw expired('The session has run out, and the provider gave no way to renew it.');
    }
    // a token whose answer was lost is tried once more only when nothing else is left
    if (isValid(record, now) && (record.lostAt !== undefined || this.pausedUntil(record.id) > now)) return record;
    try {
      return await this.renew(record);
    } catch (thrown) {
      if (hasCode(thrown, 'session.expired') || !isValid(record, clock.now().getTime())) throw thrown;
      log.warn('A session was not renewed yet; its token is valid for a while.');
      return record;
    }
  }

  /** Renews `seen` unless another window already did. Callers share one request. */
  renew(seen: SessionRecord): Promise<SessionRecord> {
    const running = this.running.get(seen.id);
    if (running) return running;
    const renewing = this.underLock(seen).finally(() => this.running.delete(seen.id));
    this.running.set(seen.id, renewing);
    return renewing;
  }

  /** Milliseconds since 1970 until which nothing is asked unless the token has run out. */
  pausedUntil(id: string): number {
    return this.pauses.get(id)?.until ?? 0;
  }

  private async underLock(seen: SessionRecord): Promise<SessionRecord> {
    try {
      const renewed = await this.deps.lock.during(`session-${seen.id}`, () => this.once(seen, true));
      this.pauses.delete(seen.id);
      this.notice(seen.id, undefined);
      return renewed;
    } catch (thrown) {
      this.pause(seen.id, thrown instanceof SsoError ? thrown.retryAfterMs : undefined);
      this.notice(seen.id, hasCode(thrown, 'session.expired') ? undefined : thrown);
      throw thrown;
    }
  }

  private async once(seen: SessionRecord, mayRetry: boolean): Promise<SessionRecord> {
    const { log } = this.deps;
    const stored = await this.store.read(seen.id);
    if (!stored) throw expired('The session was signed out.');
    const { refreshToken } = stored;
    if (stored.sequence > seen.sequence) {
      if (stored.lostAt === undefined) return stored; // another window was here; what it got is ours too
      throw justLost();
    }
    if (refreshToken === undefined) throw expired('The provider gave no way to renew the session.');
    if (!isAtHand(stored, this.deps.local)) throw notAtHand();
    try {
      const answer = await refresh(
        { ...stored, refreshToken, scopes: stored.grantedScopes },
        this.deps,
        new AbortController().signal, // ended by the limits of the requests: a lost answer may cost the session
      );
      return await this.keep(stored, answer);
    } catch (thrown) {
      if (hasCode(thrown, 'session.clientUnknown')) await this.forgetClient(stored);
      if (hasCode(thrown, 'session.answerLost')) {
        const lostAt = this.deps.clock.now().getTime();
        await this.store.advance({ ...stored, sequence: stored.sequence + 1, lostAt });
      }
      if (!hasCode(thrown, 'session.expired')) throw thrown;
      const again = await this.store.read(stored.id);
      if (again && again.sequence > stored.sequence) {
        return mayRetry && isDue(again, this.deps.clock.now().getTime()) ? this.once(again, false) : again;
      }
      if (again) {
        const facts = this.store.facts().find(({ id }) => id === stored.id);
        if (facts) await this.ended.mark(facts);
        await this.store.remove(stored.id);
        log.info('A session ended: its provider does not renew it any more.');
      }
      throw stored.lostAt === undefined ? thrown : usedUp();
    }
  }

  /** A registration of this editor that is gone must not be used for the next sign-in. */
  private async forgetClient({ issuer, clientId }: SessionRecord): Promise<void> {
    const known = await this.deps.clients.get(issuer);
    if (known?.clientId === clientId) await this.deps.clients.forget(issuer);
  }

  private async keep(stored: SessionRecord, answer: Awaited<ReturnType<typeof refresh>>): Promise<SessionRecord> {
    const next: SessionRecord = {
      ...stored,
      sequence: stored.sequence + 1,
      accessToken: answer.accessToken,
      idToken: answer.idToken,
      refreshToken: answer.refreshToken,
      grantedScopes: [...answer.scopes],
      receivedAt: this.deps.clock.now().getTime(),
      expiresAt: answer.expiresAt?.getTime(),
      lostAt: undefined,
    };
    const current = await this.store.advance(next);
    if (current) return current;
    if (isAtHand(next, this.deps.local)) await revoke({ ...next, refreshToken: answer.refreshToken }, this.deps); // signed out meanwhile: nobody owns these
    throw expired('The session was signed out.');
  }

  private notice(id: string, failure: unknown): void {
    const before = this.troubles.get(id);
    if (failure === undefined) {
      if (!this.troubles.delete(id)) return;
    } else {
      const reason = failure instanceof SsoError ? failure.message : 'Something went wrong inside SSO Toolkit.';
      if (before?.reason === reason) return;
      this.troubles.set(id, { since: before?.since ?? this.deps.clock.now(), reason });
    }
    this.troubled.fire();
  }

  /** Ever longer, and at least as long as the server asks for. */
  private pause(id: string, asked = 0): void {
    const length = Math.min(longestPauseMs, (this.pauses.get(id)?.length ?? firstPauseMs / 2) * 2);
    const wait = Math.max(length, asked);
    this.pauses.set(id, { length, until: this.deps.clock.now().getTime() + wait });
  }
}

export const notAtHand = (): SsoError =>
  new SsoError('provider.unreachable', {
    message: 'The local provider that made the session is not running, so it was asked nothing.',
    hint: 'Start the local provider of this workspace.',
  });

/** Who waited while another one lost the answer does not replay the token at once. */
const justLost = (): SsoError =>
  new SsoError('session.answerLost', {
    message: 'The answer to renewing the session was lost on the way a moment ago.',
    hint: 'Try again. If the provider does not take the old token any more, the person has to sign in again.',
  });

const usedUp = (): SsoError =>
  expired(
    'An earlier answer to renewing the session was lost on the way, and the provider does not take the old token again.',
  );

const expired = (message: string): SsoError => new SsoError('session.expired', { message, hint: 'Sign in again.' });
