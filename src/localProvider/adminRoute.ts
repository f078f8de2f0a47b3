import type { ServerResponse } from 'node:http';
import type { ClientMetadata } from 'oidc-provider';
import type { Identity } from './identity.ts';
import type { Leases } from './leases.ts';
import type { People } from './people.ts';
import type { Registrations } from './registrations.ts';

export interface AdminDeps {
  readonly identity: Identity;
  readonly issuer: string;
  readonly people: () => People;
  readonly registrations: Registrations;
  readonly runtime: AdminRuntime;
}

export interface AdminRuntime {
  readonly leases: Leases;
  readonly stop: () => void;
  /** What oidc-provider itself says against a client, in its words. */
  readonly clientProblem: (metadata: ClientMetadata) => Promise<string | undefined>;
  /** A new initial access token (RFC 7591, 1.2), with which applications register themselves for some minutes. */
  readonly registrationToken: () => Promise<string>;
}

export interface AdminRequest {
  readonly clientId: string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly body: unknown;
}

export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly pattern: RegExp;
  readonly handle: (deps: AdminDeps, request: AdminRequest, res: ServerResponse) => void | Promise<void>;
}
