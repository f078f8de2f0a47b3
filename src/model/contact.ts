import type { Connection } from './connection.ts';

/** What this window knows of an issuer from talking to it. */
export interface Contact {
  readonly connection: Connection;
  /** What it publishes about itself, checked for the fields that a sign-in needs; the rest is foreign data. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}
