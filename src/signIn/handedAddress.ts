import type { Host } from '../model/host.ts';

/** An address as editors hand it over: in parts, its query decoded once on the desktop and still encoded in a browser. */
export interface AddressParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** Of an address that can be an answer, in characters. */
export const longestAddress = 64 * 1024;

/**
 * The address that was opened, as text whose query can be read again. What the desktop decoded is encoded anew, so that
 * a plus or a per cent sign in a code stays what it is; only an `&` inside of a value is lost. Undefined for an address
 * that is too long to be an answer.
 */
export function handedAddress({ scheme, authority, path, query }: AddressParts, ui: Host['ui']): string | undefined {
  if (path.length + query.length > longestAddress) return undefined;
  const search = ui === 'desktop' ? encodedAgain(query) : query;
  return `${scheme}://${authority}${path}${search === '' ? '' : `?${search}`}`;
}

const encodedAgain = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map(encodedPair)
    .join('&');

function encodedPair(pair: string): string {
  const [name = '', ...rest] = pair.split('=');
  const value = rest.join('=');
  return `${encoded(name)}=${encoded(sentences.has(name) ? value.replaceAll('+', ' ') : value)}`;
}

/** Where a plus was a blank (RFC 6749, 4.1.2.1); elsewhere it was written as such. */
const sentences = new Set(['error_description']);

/** Halves of characters cannot be encoded; they belong to no answer. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));
