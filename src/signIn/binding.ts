import { exportJWK, generateKeyPair, importJWK } from 'jose';
import * as oidc from 'openid-client';
import { SsoError } from '../base/ssoError.ts';
import type { Log } from '../ports.ts';
import { aheadMsOf } from './clockSkew.ts';
import type { Metadata } from './discover.ts';
import type { BindingKey, SignInRequest } from './request.ts';

/** Tokens that are worth nothing without a key of ours (RFC 9449). */
export interface Binding {
  readonly key: BindingKey;
  /** Makes the proofs (4), with the nonces that the provider asks for (8, 9). */
  readonly handle: oidc.DPoPHandle;
}

const alg = 'ES256';
/** Clocks that differ by less spoil no proof. */
const newsMs = 2_000;
/** Clients that their providers were seen to give bound tokens alone; an issuer and a client id each. */
const insisted = new Set<string>();
const nameOf = ({ issuer }: Metadata, clientId: string): string => JSON.stringify([issuer, clientId]);

/** A fresh key for one sign-in. */
export async function newBinding(client: oidc.Configuration): Promise<Binding> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return bindingBy(client, { alg, privateKey: await exportJWK(privateKey), publicKey: await exportJWK(publicKey) });
}

/** With the key of a session. Fails with `session.expired` where what was stored is no key any more. */
export async function bindingBy(client: oidc.Configuration, key: BindingKey): Promise<Binding> {
  const { issuer } = client.serverMetadata();
  const pair = {
    privateKey: await imported(key.privateKey, key.alg),
    publicKey: await imported(key.publicKey, key.alg, { extractable: true }),
  };
  const handle = oidc.getDPoPHandle(client, pair, {
    // proofs live for seconds (11.1), so a clock that is off would spoil them all
    [oidc.modifyAssertion]: (_header, payload) => {
      payload['iat'] = Number(payload['iat']) - Math.round(aheadMsOf(issuer) / 1000);
    },
  });
  return { key, handle };
}

async function imported(...key: Parameters<typeof importJWK>): Promise<oidc.CryptoKey> {
  let made: unknown;
  try {
    made = await importJWK(...key);
  } catch {
    throw keyLost(); // without its cause, which may quote the key
  }
  if (!(made instanceof CryptoKey)) throw keyLost();
  return made;
}

/** What makes a request of the library carry proofs. */
export const proofsOf = (binding: Binding | undefined): oidc.DPoPOptions =>
  binding === undefined ? {} : { DPoP: binding.handle };

/** From now on tokens of this client are bound from the start. */
export function rememberBinding(metadata: Metadata, clientId: string): void {
  insisted.add(nameOf(metadata, clientId));
}

/** True where tokens are bound from the start: the provider can, and the person wants it or the provider insists. */
export const bindsTokens = (metadata: Metadata, clientId: string, wish: SignInRequest['bindTokens']): boolean =>
  announces(metadata) && (wish === 'whenAnnounced' || insisted.has(nameOf(metadata, clientId)));

/**
 * Runs `signIn`, and once more with binding where its failure says that the provider insists on that and what was begun is of
 * no use any more, or that the proofs were made at a wrong time.
 */
export async function boundAsNeeded<Result>(
  metadata: Metadata,
  { clientId, bindTokens }: SignInRequest & { readonly clientId: string },
  signIn: (isBound: boolean) => Promise<Result>,
): Promise<Result> {
  const isBound = bindsTokens(metadata, clientId, bindTokens);
  const time = new TimeOf(metadata);
  try {
    return await signIn(isBound);
  } catch (thrown) {
    if (insists(thrown, metadata)) rememberBinding(metadata, clientId);
    if (isBound ? !time.spoiled(thrown) : !bindsTokens(metadata, clientId, bindTokens)) throw thrown;
    return signIn(true);
  }
}

/**
 * Runs a token request, and once more with proofs where the provider refuses to give tokens without. Some hide that behind
 * `invalid_grant`, so where a provider can bind, that is tried with proofs too: a fresh grant has nothing to lose. Proofs that
 * are refused are made anew, once, where that answer was the first to say what time it is.
 */
export async function granted<Tokens>(
  client: oidc.Configuration,
  metadata: Metadata,
  binding: Binding | undefined,
  request: (options: oidc.DPoPOptions) => Promise<Tokens>,
): Promise<{ readonly tokens: Tokens; readonly binding: Binding | undefined }> {
  const time = new TimeOf(metadata);
  try {
    return { tokens: await request(proofsOf(binding)), binding };
  } catch (thrown) {
    if (binding !== undefined && time.spoiled(thrown)) {
      return { tokens: await request(proofsOf(binding)), binding };
    }
    const isSaid = insists(thrown, metadata);
    if (binding !== undefined || !(isSaid || (announces(metadata) && isGrantRefused(thrown)))) throw thrown;
    const { client_id: clientId } = client.clientMetadata();
    if (isSaid) rememberBinding(metadata, clientId);
    const made = await newBinding(client);
    const tokens = await request(proofsOf(made));
    rememberBinding(metadata, clientId);
    return { tokens, binding: made };
  }
}

/** What is to be kept with tokens. Fails with `signIn.answerInvalid` where they are bound to what nobody here has (5). */
export function boundBy(
  { token_type }: oidc.TokenEndpointResponse,
  binding: Binding | undefined,
  { issuer }: Metadata,
  log: Pick<Log, 'warn'>,
): { readonly bindingKey?: BindingKey } {
  const isBound = token_type.toLowerCase() === 'dpop';
  const { host } = new URL(issuer);
  if (isBound && binding === undefined) {
    throw new SsoError('signIn.answerInvalid', {
      message: `${host} sent tokens that are bound to a key, although none was offered to it.`,
      hint: 'Sign in again; if it stays, tell whoever runs the provider.',
    });
  }
  if (binding === undefined) return {};
  if (!isBound) log.warn(`${host} did not bind the access token to the key that was offered.`);
  return isBound ? { bindingKey: binding.key } : {};
}

const announces = ({ dpop_signing_alg_values_supported: algorithms }: Metadata): boolean =>
  algorithms?.includes(alg) === true;

/** What a provider said of the clocks so far. */
class TimeOf {
  private readonly issuer: string;
  private readonly aheadMs: number;

  constructor({ issuer }: Metadata) {
    this.issuer = issuer;
    this.aheadMs = aheadMsOf(issuer);
  }

  /** True where proofs were refused, and the answers tell another time than they were made by. */
  spoiled(thrown: unknown): boolean {
    return isProofRefused(thrown) && Math.abs(aheadMsOf(this.issuer) - this.aheadMs) >= newsMs;
  }
}

const insists = (thrown: unknown, metadata: Metadata): boolean => announces(metadata) && isProofRefused(thrown);

/** RFC 9449, 5 and 8, and the words of providers that use another error for a proof that is missing. */
export function isProofRefused(thrown: unknown): boolean {
  if (thrown instanceof oidc.WWWAuthenticateChallengeError) {
    return thrown.cause.some(({ scheme }) => scheme === 'dpop');
  }
  if (!(thrown instanceof oidc.ResponseBodyError) && !(thrown instanceof oidc.AuthorizationResponseError)) return false;
  const { error, error_description: words = '' } = thrown;
  return error === 'invalid_dpop_proof' || error === 'use_dpop_nonce' || /\bdpop\b/i.test(words);
}

const isGrantRefused = (thrown: unknown): boolean =>
  thrown instanceof oidc.ResponseBodyError && thrown.error === 'invalid_grant';

const keyLost = (): SsoError =>
  new SsoError('session.expired', {
    message: 'The key that the tokens of the session are bound to cannot be used any more.',
    hint: 'Sign in again.',
  });
