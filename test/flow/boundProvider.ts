import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose';
import { HostileProvider, json } from './hostileProvider.ts';

/** What a provider answers to a token request; undefined to give the tokens. */
export type Refusal = (
  proof: string | undefined,
) => (Record<string, unknown> & { readonly nonce?: string }) | undefined;

/** One request as it came, with the claims of its proof where it had one. */
export interface Sent {
  readonly path: string;
  readonly body: URLSearchParams;
  readonly proof: string | undefined;
  readonly authorization: string | undefined;
}

/** A provider that binds tokens to keys (RFC 9449), and keeps what it was sent. */
export class BoundProvider extends HostileProvider {
  readonly sent: Sent[] = [];
  /** Asked for the token endpoint and for pushed requests. */
  refuse: Refusal = () => undefined;
  /** Metadata beside the usual. */
  offers: Record<string, unknown> = { dpop_signing_alg_values_supported: ['ES256'] };
  tokenType: 'Bearer' | 'DPoP' | undefined;

  override async start(): Promise<this> {
    await super.start();
    this.faults.metadata = (metadata) => ({ ...metadata, ...this.offers });
    this.faults.answer = (path, request, response, body) => this.answer(path, request, response, body);
    this.faults.tokens = (tokens) => ({ ...tokens, token_type: this.tokenType ?? this.lastType() });
    return this;
  }

  tokenRequests(): readonly Sent[] {
    return this.sent.filter(({ path }) => path === '/token');
  }

  private lastType = (): string => (this.sent.at(-1)?.proof === undefined ? 'Bearer' : 'DPoP');

  private answer(path: string, request: IncomingMessage, response: ServerResponse, body: URLSearchParams): boolean {
    const header = request.headers['dpop'];
    const proof = typeof header === 'string' ? header : undefined;
    this.sent.push({ path, body, proof, authorization: request.headers.authorization });
    switch (path) {
      case '/token':
      case '/par': {
        const refusal = this.refuse(proof);
        if (refusal === undefined) return false;
        const { nonce, ...error } = refusal;
        if (nonce !== undefined) response.setHeader('dpop-nonce', nonce);
        json(response, 400, error);
        return true;
      }
      case '/userinfo':
        json(response, 200, { sub: 'alice', name: 'Alice of userinfo' });
        return true;
      case '/device':
        json(response, 200, {
          device_code: 'd-1',
          user_code: 'AB-12',
          verification_uri: `${this.issuer}/activate`,
          expires_in: 300,
        });
        return true;
      default:
        return false;
    }
  }
}

/** The claims and the key of a proof, after the checks of RFC 9449, 4.3. */
export async function checked(proof: string | undefined, method: string, address: string, accessToken?: string) {
  const { payload, protectedHeader } = await jwtVerify(proof ?? '', EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256'],
    maxTokenAge: '60 s',
  });
  const expected = {
    htm: method,
    htu: address,
    ...(accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
  };
  for (const [claim, value] of Object.entries(expected)) {
    if (payload[claim] !== value) throw new Error(`${claim} of the proof is ${String(payload[claim])}`);
  }
  if (protectedHeader.jwk === undefined || 'd' in protectedHeader.jwk) throw new Error('not a public key');
  return { payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk) };
}

/** Takes only a proof with this nonce, as RFC 9449, 8 has it. */
export const needsNonce =
  (nonce: string): Refusal =>
  (proof) =>
    proof !== undefined && decodeJwt(proof)['nonce'] === nonce ? undefined : { error: 'use_dpop_nonce', nonce };
