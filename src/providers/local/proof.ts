import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { boundedFetch } from '../../http/boundedFetch.ts';
import type { Fetch } from '../../ports.ts';
import { adminUrl, cancelled, type AdminAccess } from './adminRequest.ts';

const proofAnswer = z.object({ proof: z.string() });

/**
 * True when whoever listens at the issuer holds the secret of the state folder, which is not sent to find that out: a file
 * left behind may name a port that somebody else has by now. Fails with an `http.*` code when there is no answer, and with
 * `operation.cancelled` when `signal` fires.
 */
export async function isProved(access: AdminAccess, fetch: Fetch, signal: AbortSignal): Promise<boolean> {
  const nonce = randomBytes(32).toString('base64url');
  const url = adminUrl(access, '/admin/proof');
  url.searchParams.set('nonce', nonce);
  const response = await boundedFetch(fetch, { maxBytes: 10_000 })(url, { signal }).catch((thrown: unknown) => {
    throw signal.aborted ? cancelled(thrown) : thrown;
  });
  if (!response.ok) return false;
  const answer = proofAnswer.safeParse(parsed(await response.text()));
  return answer.success && answer.data.proof === proofOf(access.secret, nonce, url.port || '80');
}

const proofOf = (secret: string, nonce: string, port: string): string =>
  createHmac('sha256', secret).update(`${nonce}:${port}`).digest('base64url');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // whatever it is, it is no proof
  }
}
