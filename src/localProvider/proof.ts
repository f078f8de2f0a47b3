import { createHmac } from 'node:crypto';

/** Random text of whoever asks, so that no answer can be prepared or played again. */
export const isNonce = (text: string): boolean => /^[\w-]{22,128}$/.test(text);

/**
 * What only the provider of the state folder can answer: it holds the same secret as the one who asks, and shows that without
 * sending it. The port is part of it, so that somebody at another port cannot pass on the answer of the real one.
 */
export const proofOf = (secret: string, nonce: string, port: number): string =>
  createHmac('sha256', secret)
    .update(`${nonce}:${String(port)}`)
    .digest('base64url');
