/** Long runs of the alphabets that codes, verifiers, tokens and secrets are written in, percent-encoded ones included. */
const credentialLike = /[A-Za-z0-9_~+/%-]{20,}={0,2}(?:\.[A-Za-z0-9_-]*)*/g;
const query = /([?#])[^\s"'<>]+/g;
/** Without query and fragment, which are gone by then. */
const address = /(https?:\/\/[^\s?#"'<>]+)/i;
const beforeHost = /\/\/[^\s/]*@/;

const secretNames =
  'access_token|assertion|client_assertion|client_secret|code|code_verifier|cookie|device_code|dpop|id_token|id_token_hint|logout_token|nonce|password|refresh_token|registration_access_token|request_uri|secret|state|token|user_code';
/** As a form, a header, and JSON write them, however short the value is. */
const named: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b((?:set-)?cookie|(?:proxy-)?authorization|dpop):[^\r\n]+/gi, '$1: …'],
  [/\b(basic|bearer|dpop) +(?=[a-z._~+/-]*[0-9=])[a-z0-9._~+/=-]+/gi, '$1 …'],
  [new RegExp(String.raw`\b(${secretNames})=[^\s&"'<>]+`, 'gi'), '$1=…'],
  [new RegExp(String.raw`(["'])(${secretNames})\1\s*:\s*(["'])(?:\\.|(?!\3).)*\3?`, 'gi'), '$1$2$1:$3…$3'],
];

/**
 * Takes out of a text whatever could be a credential: what stands beside the name of one, queries and fragments of
 * addresses, and long random-looking runs. Origins and paths of addresses stay readable.
 */
export function redact(text: string): string {
  const unnamed = named.reduce((before, [pattern, instead]) => before.replace(pattern, instead), text);
  return unnamed
    .replace(query, '$1…')
    .split(address)
    .map((part, index) => (index % 2 === 1 ? withoutCredentials(part) : part.replace(credentialLike, hidden)))
    .join('');
}

/** Of a path each part is looked at alone: a digit in one does not hide the others. */
function withoutCredentials(url: string): string {
  const [scheme = '', empty = '', host = '', ...path] = url.replace(beforeHost, '//…@').split('/');
  return [scheme, empty, host, ...path.map((part) => part.replace(credentialLike, hidden))].join('/');
}

const hidden = (run: string): string => (looksRandom(run) ? '…' : run);

/** Paths and long identifiers in plain letters stay readable; digits mixed with both cases do not look like words. */
const looksRandom = (run: string): boolean =>
  /[\d=]/.test(run) || changesCaseOften(run) || run.split('/').some((part) => part.length >= shortest && isMixed(part));

const shortest = 20;
const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);
const changesCaseOften = (text: string): boolean => (text.match(/[a-z][A-Z]/g) ?? []).length > 3;
