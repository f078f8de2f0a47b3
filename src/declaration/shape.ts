/**
 * The declaration room knows `sso.json`: its shape, what is wrong with it and where, and how it is edited without losing a
 * comment. It must never know what a provider answered, nor who is signed in.
 *
 * This file says the shape once; types, checks at run time and `media/sso.schema.json` come from it.
 */
import * as z from 'zod/mini';
import { signInFlows } from '../model/signInFlow.ts';

const list = z.array(z.string());
const oneOrMany = z.union([z.string(), list]);
const rolesByApplication = z.record(z.string(), list);

const signIn = z.strictObject({
  clientId: z.exactOptional(z.string()),
  scopes: z.exactOptional(list),
  parameters: z.exactOptional(z.record(z.string(), z.string())),
  redirectUris: z.exactOptional(list),
  postLogoutRedirectUri: z.exactOptional(z.string()),
  flow: z.exactOptional(z.enum(signInFlows)),
  audience: z.exactOptional(z.string()),
});

const environment = z.strictObject({
  provider: z.enum(['local', 'keycloak', 'oidc']),
  issuer: z.exactOptional(z.string()),
  port: z.exactOptional(z.int().check(z.gte(1), z.lte(65535))),
  signIn: z.exactOptional(signIn),
  production: z.exactOptional(z.boolean()),
  changes: z.exactOptional(z.enum(['apply', 'handOver', 'none'])),
  syncDelay: z.exactOptional(z.number().check(z.gte(0))),
  looksLike: z.exactOptional(z.enum(['plain', 'keycloak', 'entra', 'okta', 'auth0', 'mendix'])),
  reachableAs: z.exactOptional(list),
  faults: z.exactOptional(list),
  autoApply: z.exactOptional(z.boolean()),
});

const applicationFields = {
  name: z.exactOptional(z.string()),
  type: z.exactOptional(z.enum(['web', 'spa', 'native', 'api', 'machine'])),
  urls: z.exactOptional(z.record(z.string(), oneOrMany)),
  redirectPaths: z.exactOptional(list),
  postLogoutPaths: z.exactOptional(list),
  redirectUris: z.exactOptional(list),
  clientAuthentication: z.exactOptional(z.enum(['none', 'secret', 'privateKey'])),
  roles: z.exactOptional(z.record(z.string(), z.string())),
  audience: z.exactOptional(z.string()),
  scopes: z.exactOptional(z.record(z.string(), z.string())),
  uses: z.exactOptional(z.record(z.string(), list)),
};

const applicationInEnvironment = z.strictObject({ ...applicationFields, clientId: z.exactOptional(z.string()) });

const application = z.strictObject({
  ...applicationFields,
  in: z.exactOptional(z.record(z.string(), applicationInEnvironment)),
});

const groupFields = { members: z.exactOptional(list), grants: z.exactOptional(rolesByApplication) };

const groupInEnvironment = z.strictObject({ ...groupFields, id: z.exactOptional(z.string()) });

const group = z.strictObject({ ...groupFields, in: z.exactOptional(z.record(z.string(), groupInEnvironment)) });

const person = z.strictObject({
  name: z.exactOptional(z.string()),
  email: z.exactOptional(z.string()),
  claims: z.exactOptional(z.record(z.string(), z.unknown())),
});

export const fileShape = z.strictObject({
  $schema: z.exactOptional(z.string()),
  environments: z.exactOptional(z.record(z.string(), environment)),
  applications: z.exactOptional(z.record(z.string(), application)),
  groups: z.exactOptional(z.record(z.string(), group)),
  people: z.exactOptional(z.record(z.string(), person)),
});

/** The content of `sso.json` as it stands, by the names used there. */
export type FileShape = z.infer<typeof fileShape>;
export type EnvironmentShape = z.infer<typeof environment>;
/** What an application may say at its top, and again in `in.<environment>`. */
export type ApplicationFieldsShape = z.infer<typeof applicationInEnvironment>;
export type ApplicationShape = z.infer<typeof application>;
export type GroupFieldsShape = z.infer<typeof groupInEnvironment>;
export type GroupShape = z.infer<typeof group>;
export type PersonShape = z.infer<typeof person>;

/** `sso.json` without its wrong parts, by name, in the order of the file. No name is one of `Object.prototype`. */
export interface Declaration {
  /** Never empty: a file without a valid one has the environment `local`, with all its defaults. */
  readonly environments: ReadonlyMap<string, EnvironmentShape>;
  readonly applications: ReadonlyMap<string, ApplicationShape>;
  readonly groups: ReadonlyMap<string, GroupShape>;
  readonly people: ReadonlyMap<string, PersonShape>;
}
