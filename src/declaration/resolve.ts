import type { ApplicationFields, DeclaredApplication, Grant } from '../model/application.ts';
import type { Environment } from '../model/environment.ts';
import type { Group, Person } from '../model/people.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { actsOnAuthentication, actsOnType } from './laterWork.ts';
import type { ApplicationFieldsShape, Declaration, EnvironmentShape, GroupFieldsShape, GroupShape } from './shape.ts';

export const defaultPort = 9400;
/** The built-in client of the local provider for the developer's own sign-in. */
export const defaultClientId = 'sso-toolkit';
const defaultScopes = ['openid', 'profile', 'email'];

/** The environments in the order of the file; at least one, since a file without any has an implicit `local`. */
export function environmentsOf(declaration: Declaration): readonly Environment[] {
  return [...declaration.environments].map(([name, shape]) => environmentOf(name, shape));
}

/**
 * What the file says for one environment: `in.<environment>` wins and its lists replace, URLs are joined with paths,
 * client ids are settled. Fields that are not declared stay absent, so that they are not compared.
 * Undefined when there is no such environment.
 */
export function resolveWorkspace(declaration: Declaration, environmentName: string): DeclaredWorkspace | undefined {
  const shape = declaration.environments.get(environmentName);
  if (shape === undefined) return undefined;
  const environment = environmentOf(environmentName, shape);
  const groups = [...declaration.groups].map(([key, group]) => groupOf(declaration, environment, key, group));
  return {
    environment,
    groups,
    applications: [...declaration.applications]
      .map(([key, application]) => ({ key, shape: inEnvironment(application, environment.name) }))
      .filter(({ shape: { type } }) => actsOnType(type))
      .map((application) => applicationOf(environment, groups, application)),
    people: [...declaration.people].map(([key, { name = key, email, claims = {} }]): Person => ({
      key,
      name,
      ...(email !== undefined && { email }),
      claims,
    })),
  };
}

function environmentOf(name: string, { provider, port, issuer, signIn }: EnvironmentShape): Environment {
  const own = {
    name,
    provider,
    signIn: {
      ...(signIn?.clientId !== undefined && { clientId: signIn.clientId }),
      ...(provider === 'local' && signIn?.clientId === undefined && { clientId: defaultClientId }),
      scopes: signIn?.scopes ?? defaultScopes,
      parameters: { ...signIn?.parameters },
      redirectUris: signIn?.redirectUris ?? [],
      ...(signIn?.postLogoutRedirectUri !== undefined && { postLogoutRedirectUri: signIn.postLogoutRedirectUri }),
      ...(signIn?.flow !== undefined && { flow: signIn.flow }),
      ...(signIn?.audience !== undefined && { audience: signIn.audience }),
    },
  };
  if (provider !== 'local') return { ...own, issuer: issuer ?? '' };
  const listens = port ?? defaultPort;
  return { ...own, issuer: `http://127.0.0.1:${String(listens)}`, port: listens };
}

function applicationOf(
  environment: Environment,
  groups: readonly Group[],
  { key, shape }: { key: string; shape: ApplicationFieldsShape },
): DeclaredApplication {
  const urls = asList(shape.urls?.[environment.name]);
  return {
    key,
    clientId: shape.clientId ?? key,
    urls,
    roleDescriptions: shape.roles ?? {},
    fields: fieldsOf(shape, urls, grantsOf(key, groups)),
  };
}

function fieldsOf(shape: ApplicationFieldsShape, urls: readonly string[], grants: readonly Grant[]): ApplicationFields {
  const redirectUris = shape.redirectUris ?? joined(urls, shape.redirectPaths);
  const postLogoutRedirectUris = joined(urls, shape.postLogoutPaths);
  return {
    ...(shape.name !== undefined && { name: shape.name }),
    ...(shape.type !== undefined && { type: shape.type }),
    ...(actsOnAuthentication(shape.clientAuthentication) && { clientAuthentication: shape.clientAuthentication }),
    ...(redirectUris && { redirectUris }),
    ...(postLogoutRedirectUris && { postLogoutRedirectUris }),
    ...(shape.roles && { roles: Object.keys(shape.roles), grants }),
    ...(shape.audience !== undefined && { audience: shape.audience }),
    ...(shape.scopes && { scopes: Object.keys(shape.scopes) }),
  };
}

/** Every URL with every path. Absent where the environment has no URL, since then nothing is declared for it. */
function joined(urls: readonly string[], paths: readonly string[] | undefined): readonly string[] | undefined {
  if (paths === undefined || urls.length === 0) return undefined;
  return [...new Set(urls.flatMap((url) => paths.map((path) => withoutSlash(url) + path)))];
}

function withoutSlash(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end--;
  return url.slice(0, end);
}

const grantsOf = (application: string, groups: readonly Group[]): readonly Grant[] =>
  groups.flatMap(({ key, grants }) => (grants[application] ?? []).map((role) => ({ group: key, role })));

/** Without an entry in `in`, members speak for the local provider only, so that no plan touches real people by accident. */
function groupOf({ applications }: Declaration, environment: Environment, key: string, group: GroupShape): Group {
  const shape: GroupFieldsShape = inEnvironment(group, environment.name);
  const membersHere = environment.provider === 'local' ? shape.members : group.in?.[environment.name]?.members;
  return {
    key,
    members: [...new Set(membersHere)],
    grants: Object.fromEntries(
      Object.entries(shape.grants ?? {}).filter(([application]) => applications.has(application)),
    ),
  };
}

function inEnvironment<Fields extends object>(
  shape: Fields & { readonly in?: Readonly<Record<string, Fields>> },
  environment: string,
): Omit<Fields, 'in'> {
  const { in: overrides, ...own } = shape;
  return { ...own, ...overrides?.[environment] };
}

const asList = (urls: string | readonly string[] | undefined): readonly string[] =>
  urls === undefined ? [] : typeof urls === 'string' ? [urls] : urls;
