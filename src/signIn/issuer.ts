import { isLinkLocal } from './endpoints.ts';
import { issuerOfDiscoveryAddress } from '../base/discoveryAddress.ts';
import { isLoopbackHost } from '../base/loopback.ts';
import { SsoError } from '../base/ssoError.ts';

/**
 * The issuer that a person or a file names (OpenID Connect Discovery 1.0, 2 and 3): https, without query and fragment.
 * A pasted discovery address is turned into the issuer it belongs to. http is taken for loopback hosts only, and only
 * where the caller says so. Fails with `issuer.invalid`, before anything is requested.
 */
export function parseIssuer(text: string, allowHttpOnLoopback: boolean): string {
  const issuer = issuerOfDiscoveryAddress(text.trim()) ?? text.trim();
  if (!URL.canParse(issuer)) {
    throw invalid(
      'The issuer is not an address.',
      'It looks like https://id.example.com or https://id.example.com/realms/acme.',
    );
  }
  const url = new URL(issuer);
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(issuer)) {
    throw invalid('The issuer holds characters that no address has.', 'Name the address alone.');
  }
  if (isLinkLocal(url.hostname)) {
    throw invalid(`The issuer at ${url.host} is a link-local address.`, 'No provider is reached by one.');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('The issuer holds a user name or a password.', 'Name the address alone.');
  }
  if (/[?#]/.test(issuer))
    throw invalid('The issuer has a query or a fragment.', 'Name the address up to the question mark.');
  if (url.protocol === 'https:') return issuer;
  if (url.protocol !== 'http:') throw invalid('The issuer must be an https address.', 'It begins with https://.');
  if (!isLoopbackHost(url.hostname)) {
    throw invalid(`The issuer at ${url.host} uses http, so anybody on the way could read the tokens.`, 'Use https.');
  }
  if (!allowHttpOnLoopback) {
    throw invalid(
      `The issuer at ${url.host} uses http, which is taken for the local provider only.`,
      'If a provider on your own machine is meant, allow it: the setting sso.signIn.allowHttpOnLoopback.',
    );
  }
  return issuer;
}

const invalid = (message: string, hint: string): SsoError => new SsoError('issuer.invalid', { message, hint });
