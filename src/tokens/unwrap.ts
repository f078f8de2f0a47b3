/**
 * The token in what people select or paste: without the white space, quotes, `Authorization:` or `access_token=` and
 * `Bearer` around it. Takes nothing out of the token itself.
 */
export function unwrap(text: string): string {
  let token = text.trim();
  for (const wrapping of [optionOfCurl, opening, label, opening, scheme]) token = token.replace(wrapping, '');
  let end = token.length;
  while (end > 0 && closing.test(token.charAt(end - 1))) end--;
  return token.slice(0, end);
}

/** The user name and password of RFC 7617 are often taken for a token. */
export const isBasicCredentials = (text: string): boolean =>
  /^["'`]?(?:(?:proxy-)?authorization["'`]?\s*[:=]\s*["'`]?)?basic\s+[A-Za-z0-9+/=]+["'`]?$/i.test(text.trim());

const optionOfCurl = /^(?:-H|--header)\s*/;
const opening = /^["'`]\s*/;
const label = /^[A-Za-z][\w-]{0,40}["'`]?\s{0,8}[:=]\s{0,8}(?=\S)/;
const scheme = /^(?:bearer|dpop)\s{1,8}(?=\S)/i;
const closing = /[\s"'`,;]/;
