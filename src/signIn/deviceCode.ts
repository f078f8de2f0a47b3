import type { DeviceAuthorizationResponse } from 'openid-client';
import { oneLineWithoutMarkup } from '../base/foreignText.ts';
import { isLoopbackHost } from '../base/loopback.ts';
import { SsoError } from '../base/ssoError.ts';
import { visible } from '../base/visible.ts';
import { endpointProblem } from './endpoints.ts';
import type { DeviceCode } from './request.ts';

/** However long the provider lets a code live; milliseconds. */
const longestLifeMs = 30 * 60_000;
const longestCode = 64;
const longestAddress = 2_000;

/** What the person agreed to, beside the issuer's own origin. */
export interface Agreed {
  readonly issuer: string;
  readonly origins: readonly string[];
  readonly now: Date;
}

/**
 * The code that a person is shown (RFC 8628, 3.2). The provider's text is taken only where it shows what it is: one short line
 * of visible characters, and addresses that a browser may be sent to. Fails with `signIn.answerInvalid` or
 * `signIn.endpointRefused`.
 */
export function deviceCodeOf(answer: DeviceAuthorizationResponse, { issuer, origins, now }: Agreed): DeviceCode {
  const { verification_uri, verification_uri_complete, expires_in } = answer;
  const { host } = new URL(issuer);
  const userCode = answer.user_code.trim();
  if (userCode.length > longestCode || oneLineWithoutMarkup(userCode) !== userCode || visible(userCode) !== userCode) {
    throw new SsoError('signIn.answerInvalid', {
      message: `${host} sent a code that cannot be shown; it is empty, too long, or holds characters that no code has.`,
      hint: 'Sign in by another way.',
    });
  }
  const problem = addressProblem(verification_uri, issuer);
  if (problem !== undefined) {
    throw new SsoError('signIn.endpointRefused', {
      message: `${host} names ${problem} as the page to type the code into; nothing was opened.`,
      hint: 'Ask whoever runs the provider to correct it, or sign in by another way.',
    });
  }
  const page = new URL(verification_uri);
  const isAgreed = page.origin === new URL(issuer).origin || origins.includes(page.origin);
  return {
    userCode,
    verificationUri: page.href,
    ...(!isAgreed && { elsewhere: { page: page.origin, provider: new URL(issuer).origin } }),
    ...(isAgreed && completed(verification_uri_complete, page, issuer)),
    expiresAt: new Date(now.getTime() + Math.min(expires_in * 1000, longestLifeMs)),
  };
}

/** Only for the page that the person is told of: nobody is led to another one. */
function completed(
  address: string | undefined,
  page: URL,
  issuer: string,
): Pick<DeviceCode, 'verificationUriComplete'> {
  if (address === undefined || addressProblem(address, issuer) !== undefined) return {};
  const url = new URL(address);
  return url.origin === page.origin ? { verificationUriComplete: url.href } : {};
}

function addressProblem(address: string, issuer: string): string | undefined {
  if (address.length > longestAddress) return 'a very long address';
  const { protocol, hostname } = new URL(issuer);
  const atLoopback = isLoopbackHost(hostname);
  return endpointProblem(address, protocol === 'http:' && atLoopback, atLoopback);
}
