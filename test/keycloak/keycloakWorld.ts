/** A sign-in of the product at a realm of the real Keycloak: somebody types name and password on its page. */
import type { Refreshable } from '../../src/signIn/refresh.ts';
import type { SignedIn, SignInDeps, SignInRequest } from '../../src/signIn/request.ts';
import { signInWorld, type SignInWorld } from '../flow/signInWorld.ts';
import { signInAt } from './loginPage.ts';
import type { Realm } from './realm.ts';

interface Wishes {
  readonly client?: Pick<SignInRequest, 'clientId'>;
  readonly edges?: Partial<SignInDeps>;
  readonly person?: 'alice' | 'bob';
}

/** Also what renewing and revoking need. */
export type KeycloakWorld = SignInWorld & Pick<SignInDeps, 'fetch'>;

export const worldsOf =
  (realm: Realm) =>
  ({ client = { clientId: 'sso-toolkit' }, edges = {}, person = 'alice' }: Wishes = {}): KeycloakWorld => {
    const world = signInWorld(realm.issuer, edges, client);
    world.browse = (startUrl) => signInAt(world.agent, startUrl, person, realm.password);
    return Object.assign(world, { fetch });
  };

export const asSession = (signedIn: SignedIn): SignedIn & Refreshable => ({
  ...signedIn,
  refreshToken: signedIn.refreshToken ?? '',
  allowHttpOnLoopback: true,
  origins: [],
});

export const none = new AbortController().signal;
