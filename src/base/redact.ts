/** Long runs of the alphabets that codes, verifiers, tokens and secrets are written in. */
const credentialLike = /[A-Za-z0-9_~+/-]{20,}={0,2}(?:\.[A-Za-z0-9_-]*)*/g;
const query = /([?#])[^\s"'<>]+/g;

/** Takes out of a text whatever could be a credential: queries and fragments of addresses, and long random-looking runs. */
export function redact(text: string): string {
  return text.replace(query, '$1…').replace(credentialLike, (run) => (looksRandom(run) ? '…' : run));
}

/** Paths and long identifiers in plain letters stay readable; digits mixed with both cases do not look like words. */
const looksRandom = (run: string): boolean =>
  /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run) && !run.includes('/'));
