import { errors, type ClientMetadata, type KoaContextWithOIDC } from 'oidc-provider';
import type { Registrations } from './registrations.ts';
import { visible } from '../base/visible.ts';

/** Seconds in which a token lets applications register themselves. */
export const registrationTokenTtl = 600;

/** Of registrations that applications made themselves. */
const most = 200;
/** UTF-16 units. */
const longestName = 200;

/** What would make this provider ask other servers, or look as if it did. It never asks anybody. */
const fetched: readonly string[] = ['jwks_uri', 'request_uris', 'sector_identifier_uri'];

/** The name of the policy, as the tokens keep it. */
export const registrationPolicy = 'self';

/**
 * What an application may say of itself when it registers (RFC 7591), or changes that (RFC 7592), beyond what oidc-provider
 * checks. Throws the protocol's error.
 */
export const selfRegistration =
  (registrations: Registrations) =>
  ({ oidc }: KoaContextWithOIDC, metadata: ClientMetadata): void => {
    const isNew = oidc.entities.Client === undefined;
    if (isNew && registrations.list().filter(({ ours }) => !ours).length >= most) {
      throw new errors.InvalidRequest(`no more than ${String(most)} applications may register themselves here`, 403);
    }
    for (const [name, value] of Object.entries(metadata)) {
      if (fetched.includes(name))
        throw new errors.InvalidClientMetadata(`${name} is not supported: nothing is fetched`);
      if (/^client_name(#|$)/.test(name)) checkName(value);
    }
  };

function checkName(name: unknown): void {
  if (typeof name !== 'string') return; // oidc-provider says what is wrong with it
  if (name.length > longestName) {
    throw new errors.InvalidClientMetadata(`client_name must not be longer than ${String(longestName)} characters`);
  }
  if (visible(name) !== name) throw new errors.InvalidClientMetadata('client_name must have visible characters only');
}
