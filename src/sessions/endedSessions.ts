import * as z from 'zod/mini';
import { type Disposable } from '../base/disposables.ts';
import { Emitter, type Listen } from '../base/emitter.ts';
import type { EndedSession, SessionFacts } from '../model/session.ts';
import type { Clock, Log, Secrets } from '../ports.ts';

const prefix = 'ended:';
/** Older ones, and more than these, say nothing that helps. */
const keptMs = 30 * 24 * 3_600_000;
const kept = 20;

const shape = z.object({
  version: z.literal(1),
  id: z.string().check(z.minLength(1)),
  environment: z.string(),
  issuer: z.string(),
  account: z.object({ id: z.string(), label: z.string() }),
  /** Milliseconds since 1970. */
  endedAt: z.number(),
  instance: z.optional(z.string()),
});

type Place = Pick<EndedSession, 'environment' | 'issuer' | 'account'>;

export const isEndedKey = (key: string): boolean => key.startsWith(prefix);

/**
 * Which sessions their providers ended, kept beside the sessions so that every window asks the person to sign in again,
 * not only the one that was refused. A marker holds no token.
 */
export class EndedSessions implements Disposable {
  private readonly changes = new Emitter<void>();
  readonly onDidChange: Listen<void> = this.changes.event;

  private readonly secrets: Secrets;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly listening: Disposable;

  constructor({ secrets, clock, log }: { readonly secrets: Secrets; readonly clock: Clock; readonly log: Log }) {
    this.secrets = secrets;
    this.clock = clock;
    this.log = log;
    this.listening = secrets.onDidChange((key) => {
      if (isEndedKey(key)) this.changes.fire();
    });
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** The newest last. */
  async list(): Promise<readonly EndedSession[]> {
    const oldest = this.clock.now().getTime() - keptMs;
    const all = (await this.markers()).filter(({ endedAt }) => endedAt.getTime() >= oldest);
    return all.toSorted((one, other) => one.endedAt.getTime() - other.endedAt.getTime()).slice(-kept);
  }

  async mark({ id, environment, issuer, account, instance }: SessionFacts): Promise<void> {
    const marker: z.infer<typeof shape> = {
      version: 1,
      id,
      environment,
      issuer,
      account: { id: account.id, label: account.label },
      endedAt: this.clock.now().getTime(),
      instance,
    };
    try {
      for (const old of await this.markers()) if (isSame(old, marker)) await this.forget(old.id);
      await this.secrets.store(`${prefix}${id}`, JSON.stringify(marker));
      const said = new Set((await this.list()).map((each) => each.id));
      for (const old of await this.markers()) if (!said.has(old.id)) await this.forget(old.id);
    } catch {
      this.log.warn('That a session ended could not be stored; other windows will say "signed out".');
    }
  }

  async forget(id: string): Promise<void> {
    try {
      await this.secrets.delete(`${prefix}${id}`);
    } catch {
      this.log.warn('That a session ended could not be forgotten; it is told again.');
    }
  }

  /** Somebody signed in there again. */
  async settle(place: Place): Promise<void> {
    for (const marker of await this.markers()) if (isSame(marker, place)) await this.forget(marker.id);
  }

  /** What cannot be read keeps nobody from signing in or out. */
  private async markers(): Promise<readonly EndedSession[]> {
    const markers: EndedSession[] = [];
    try {
      for (const key of await this.secrets.keys()) {
        const text = isEndedKey(key) ? await this.secrets.get(key) : undefined;
        const marker = text === undefined ? undefined : readMarker(text);
        if (marker && `${prefix}${marker.id}` === key) markers.push(marker);
      }
    } catch {
      this.log.warn('Which sessions ended could not be read.');
    }
    return markers;
  }
}

const isSame = (one: Place, other: Place): boolean =>
  one.environment === other.environment && one.issuer === other.issuer && one.account.id === other.account.id;

/** What cannot be read says nothing. */
function readMarker(text: string): EndedSession | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, environment, issuer, account, endedAt, instance } = parsed.data;
  return {
    id,
    environment,
    issuer,
    account,
    endedAt: new Date(endedAt),
    ...(instance === undefined ? {} : { instance }),
  };
}
