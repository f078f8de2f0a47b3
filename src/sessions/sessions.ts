/**
 * Who is signed in: knows the sessions of all windows, keeps them in the secret storage, renews and ends them. It must
 * never know how a person is signed in, nor let a token out but as the value of one call.
 */
import { randomUUID } from 'node:crypto';
import { type Disposable, Disposables } from '../base/disposables.ts';
import { Emitter, type Listen } from '../base/emitter.ts';
import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import type { EndedSession, SessionFacts } from '../model/session.ts';
import type { Browser, Clock, Fetch, Lock, Log, Secrets, Surroundings } from '../ports.ts';
import type { SessionEnd } from '../signIn/endSession.ts';
import { endSession, revoke } from '../signIn/onFirstUse.ts';
import type { KnownClients, SignedIn, SignInDeps, SignInRequest } from '../signIn/request.ts';
import type { signIn } from '../signIn/signIn.ts';
import { clientStore, isClientKey } from './clientStore.ts';
import { EndedSessions, isEndedKey } from './endedSessions.ts';
import { accountIdOf } from './facts.ts';
import { bindingKeyShape, isSessionKey, keyOf, type SessionRecord } from './record.ts';
import { RefreshTimer } from './refreshTimer.ts';
import { isAtHand, type LocalInstances, notAtHand, Renewal } from './renewal.ts';
import { sameScopes } from './scopes.ts';
import { type SessionChange, SessionStore } from './store.ts';

export interface SessionsDeps {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  readonly lock: Lock;
  readonly fetch: Fetch;
  readonly signIn: typeof signIn;
  readonly surroundings: Surroundings;
  /** Whose local sessions are listed, and where their credentials may go. */
  readonly local?: LocalInstances;
  /** Told once when sessions can only be kept until the editor ends (`session.notStored`). */
  readonly report?: (problem: SsoError) => void;
}

export interface SessionRequest extends SignInRequest {
  readonly environment: string;
  /** Which local provider signs in; absent for every other. */
  readonly instance?: string | undefined;
  /** As registered: where the browser may come back to after signing out at the provider. */
  readonly postLogoutRedirectUri?: string | undefined;
}

export interface SessionTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly facts: SessionFacts;
}

/** How much was forgotten: sessions, and what else lay beside them, readable or not. */
export interface Forgotten {
  readonly sessions: number;
  readonly others: number;
}

const isOurs = (key: string): boolean => isSessionKey(key) || isClientKey(key) || isEndedKey(key);

export class Sessions implements Disposable {
  /** Once for every change, whichever window made it. */
  readonly onDidChange: Listen<SessionChange>;
  /** Something else is to be said of `trouble`, or of the sessions that ended. */
  readonly onDidChangeStanding: Listen<void>;

  private readonly deps: SessionsDeps;
  private readonly store: SessionStore;
  private readonly renewal: Renewal;
  private readonly clients: KnownClients;
  private readonly endedOnes: EndedSessions;
  private readonly timer: RefreshTimer;
  private readonly owned = new Disposables();
  private readonly ending = new AbortController();

  constructor(deps: SessionsDeps) {
    this.deps = deps;
    this.store = new SessionStore({
      ...deps,
      report:
        deps.report ??
        ((problem) => {
          deps.log.warn(problem.message);
        }),
    });
    this.endedOnes = this.owned.add(new EndedSessions(deps));
    this.clients = clientStore(deps.secrets, deps.log);
    this.renewal = new Renewal(this.store, this.endedOnes, { ...deps, clients: this.clients });
    const standing = new Emitter<void>();
    this.onDidChangeStanding = standing.event;
    for (const listen of [this.endedOnes.onDidChange, this.renewal.onDidChangeTrouble]) {
      this.owned.add(
        listen(() => {
          standing.fire();
        }),
      );
    }
    this.timer = new RefreshTimer(deps.clock, this.renewal, async () =>
      (await this.store.list()).filter((record) => isAtHand(record, deps.local)),
    );
    const changes = new Emitter<SessionChange>();
    this.onDidChange = changes.event;
    this.owned.add(this.store);
    this.owned.add(this.timer);
    this.owned.add(
      this.store.onDidChange((change) => {
        changes.fire(change);
        this.keepFresh();
      }),
    );
  }

  /** Ends what still waits for a person, too. */
  dispose(): void {
    this.ending.abort();
    this.owned.dispose();
  }

  /**
   * The sessions of every environment; of local providers only those that the one of this workspace made. Reads nothing from
   * a provider and renews nothing. Fails with `session.unreadable`.
   */
  async list(): Promise<readonly SessionFacts[]> {
    await this.store.list();
    this.keepFresh();
    const isOwn = await this.ownInstance();
    return this.facts().filter(isOwn);
  }

  /** Sessions that their providers ended and that nobody has signed in to again; of local providers as in `list`. The newest last. */
  async ended(): Promise<readonly EndedSession[]> {
    const isOwn = await this.ownInstance();
    return (await this.endedOnes.list()).filter(isOwn);
  }

  /**
   * Signs somebody in and keeps the session. The same account with the same scopes in the same environment takes the
   * place of its older session. Fails as signing in does.
   */
  async signIn(
    { environment, instance, postLogoutRedirectUri, ...asked }: SessionRequest,
    meeting: Pick<SignInDeps, 'browser' | 'person'>,
    signal: AbortSignal,
  ): Promise<SessionFacts> {
    const ends = AbortSignal.any([signal, this.ending.signal]);
    const signedIn = await this.deps.signIn(asked, { ...this.deps, ...meeting, clients: this.clients }, ends);
    const record = this.recordOf({ environment, instance, postLogoutRedirectUri, ...asked }, signedIn);
    const replaced = (await this.store.list()).filter(
      (other) =>
        accountIdOf(other) === accountIdOf(record) &&
        other.environment === environment &&
        other.instance === instance &&
        other.clientId === record.clientId &&
        other.audience === record.audience &&
        sameScopes(other.scopes, record.scopes),
    );
    await this.store.add(record, replaced);
    const facts = this.factsOf(record.id);
    await this.endedOnes.settle(facts);
    return facts;
  }

  /**
   * Tokens with at least 5 minutes (or a tenth of their life) left, renewed when needed; for one use, not to be kept.
   * Fails with `session.expired` when the person has to sign in again, with an `http.*` code when renewing was needed
   * and could not be done now.
   */
  async tokens(id: string, signal: AbortSignal = new AbortController().signal): Promise<SessionTokens> {
    return this.use(id, signal, (record) => this.renewal.fresh(record));
  }

  /** As `tokens`, but renewed in any case: for tokens that a server refused although their time is not over. */
  async renewed(id: string, signal: AbortSignal = new AbortController().signal): Promise<SessionTokens> {
    return this.use(id, signal, (record) => this.renewal.renew(record));
  }

  /**
   * Signs out: here at once and in any case, then at the provider as well as possible. Of a session that ended, forgets that it did. An unknown id
   * is no failure.
   */
  async remove(id: string): Promise<void> {
    await this.endedOnes.forget(id);
    const record = await this.store.read(id);
    if (!record) return;
    await this.store.remove(id);
    await this.revoke(record);
  }

  /**
   * Signs out as `remove` does, and then ends the session of the browser at the provider. Fails as opening the browser and reading the
   * metadata fail; the session is gone here by then.
   */
  async removeEverywhere(id: string, browser: Browser, signal: AbortSignal): Promise<SessionEnd> {
    const record = await this.store.read(id);
    await this.remove(id);
    if (!record) return { kind: 'unsupported' };
    if (!isAtHand(record, this.deps.local)) throw notAtHand();
    const registered = record.postLogoutRedirectUri ?? (await this.ownWayBack(record));
    const ends = AbortSignal.any([signal, this.ending.signal]);
    return endSession({ ...record, postLogoutRedirectUri: registered }, { ...this.deps, browser }, ends);
  }

  /** Removes every session of every window and environment, also what cannot be read, and the registrations of this editor. */
  async forgetAll(): Promise<Forgotten> {
    const { secrets } = this.deps;
    const records = await this.store.list();
    const readable = new Set(records.map(({ id }) => keyOf(id)));
    const others = (await secrets.keys()).filter((key) => isOurs(key) && !readable.has(key));
    await this.store.clear();
    for (const key of others) if (!isSessionKey(key)) await secrets.delete(key);
    await Promise.all(records.map((record) => this.revoke(record)));
    return { sessions: records.length, others: others.length };
  }

  /** Of a registration that the provider made for this editor. */
  private async ownWayBack({ issuer, clientId }: SessionRecord): Promise<string | undefined> {
    const known = await this.clients.get(issuer);
    return known?.clientId === clientId ? known.postLogoutRedirectUri : undefined;
  }

  private async use(
    id: string,
    signal: AbortSignal,
    ready: (record: SessionRecord) => Promise<SessionRecord>,
  ): Promise<SessionTokens> {
    const record = await this.store.read(id);
    if (!record) throw signedOut();
    const { accessToken, idToken } = await untilAborted(ready(record), signal);
    return { accessToken, idToken, facts: this.factsOf(id) };
  }

  private async revoke(record: SessionRecord): Promise<void> {
    if (!isAtHand(record, this.deps.local)) {
      this.deps.log.warn('Signed out here only: the local provider that made the session is not running.');
      return;
    }
    const { refreshToken, ...rest } = record;
    const outcome = await revoke({ ...rest, ...(refreshToken === undefined ? {} : { refreshToken }) }, this.deps);
    if (outcome.kind === 'failed') this.deps.log.warn(`Signed out here, not at the provider: ${outcome.reason}`);
  }

  private facts(): readonly SessionFacts[] {
    return this.store.facts().map((facts) => {
      const trouble = this.renewal.troubleOf(facts.id);
      return trouble ? { ...facts, trouble } : facts;
    });
  }

  private async ownInstance(): Promise<(session: { readonly instance?: string }) => boolean> {
    const own = await this.deps.local?.own();
    return ({ instance }) => instance === undefined || instance === own;
  }

  private factsOf(id: string): SessionFacts {
    const facts = this.facts().find((each) => each.id === id);
    if (!facts) throw signedOut();
    return facts;
  }

  private recordOf(request: SessionRequest, signedIn: SignedIn): SessionRecord {
    const now = this.deps.clock.now().getTime();
    const { issuer, clientId, flow, subject, label, accessToken, idToken, refreshToken, expiresAt } = signedIn;
    return {
      version: 1,
      id: randomUUID(),
      sequence: 1,
      environment: request.environment,
      ...(request.instance === undefined ? {} : { instance: request.instance }),
      postLogoutRedirectUri: request.postLogoutRedirectUri,
      clientId,
      flow,
      origins: [...(request.origins ?? [])],
      allowHttpOnLoopback: request.allowHttpOnLoopback,
      issuer,
      subject,
      label,
      loginHint: signedIn.loginHint,
      scopes: [...new Set(request.scopes)],
      grantedScopes: [...signedIn.scopes],
      accessToken,
      idToken,
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.getTime() }),
      ...(signedIn.bindingKey === undefined ? {} : { bindingKey: bindingKeyShape.parse(signedIn.bindingKey) }),
      ...(request.audience === undefined ? {} : { audience: request.audience }),
      receivedAt: now,
      beganAt: now,
    };
  }

  private keepFresh(): void {
    this.timer.arm().catch(() => {
      this.deps.log.warn('Sessions are not renewed in the background now.');
    });
  }
}

const signedOut = (): SsoError =>
  new SsoError('session.expired', { message: 'There is no such session any more.', hint: 'Sign in again.' });
