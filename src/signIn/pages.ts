import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--text:#1d2430;--quiet:#5b6472;--line:#e3e6eb;--good:#1a7f4b;--bad:#b3372f}
@media (prefers-color-scheme:dark){:root{--back:#15181d;--card:#1e2228;--text:#e8eaee;--quiet:#a3abb8;--line:#2e343d;--good:#57c98a;--bad:#f0857d}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--back);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{width:100%;max-width:27rem;padding:2.25rem 2.25rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
svg{display:block;width:2.5rem;height:2.5rem;margin-bottom:1.25rem;fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;stroke:var(--quiet)}
.good svg{stroke:var(--good)}.bad svg{stroke:var(--bad)}
h1{margin:0 0 .5rem;font-size:1.3rem;line-height:1.3;font-weight:600;overflow-wrap:anywhere}
p{margin:.5rem 0 0;color:var(--quiet);overflow-wrap:anywhere}
blockquote{margin:1rem 0 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--line);color:var(--text);overflow-wrap:anywhere}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Sent with every answer of the listener: nothing loaded, nothing framed, nothing kept, nothing passed on. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const goBack = 'You can close this page and return to the editor.';

export const signedInPage = (label: string): string =>
  page('good', 'Signed in', `You are signed in as ${label}.`, [goBack]);

export const signedOutPage = (): string =>
  page('good', 'Signed out', 'You are signed out at the provider too.', [goBack]);

/** `quoted` is the provider's own text: marked as such, at most 200 characters. */
export const failedPage = (message: string, hint?: string, quoted?: string): string =>
  page('bad', 'Not signed in', 'You are not signed in.', [message, ...(hint === undefined ? [] : [hint])], quoted);

/** Asks again by itself; the truth is told on the page that follows. */
export const finishingPage = (): string =>
  page(
    'calm',
    'Finishing',
    'Finishing the sign-in.',
    ['This page goes on by itself in a moment.'],
    undefined,
    '<meta http-equiv="refresh" content="1">',
  );

export const alreadyDonePage = (): string =>
  page('calm', 'Already done', 'This address was used already.', [
    'It works once. Return to the editor to see where the sign-in stands.',
  ]);

export const notExpectedPage = (): string =>
  page('calm', 'Not expected', 'This is not the answer that the editor waits for.', [
    'The sign-in in the editor goes on. Return to it, or start the sign-in there again.',
  ]);

const icons = {
  good: '<circle cx="12" cy="12" r="10"/><path d="m7.5 12.4 3 3 6-6.4"/>',
  bad: '<circle cx="12" cy="12" r="10"/><path d="M12 7v6M12 16.6v.1"/>',
  calm: '<circle cx="12" cy="12" r="10"/><path d="M12 7v5l3 2"/>',
} as const;

function page(
  mood: keyof typeof icons,
  title: string,
  heading: string,
  sentences: readonly string[],
  quoted?: string,
  head = '',
): string {
  const words = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('');
  const quote =
    quoted === undefined ? '' : `<p>The provider says:</p><blockquote>${escaped(shortened(quoted))}</blockquote>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${escaped(title)} - SSO Toolkit</title><style>${style}</style></head><body><main class="${mood}" role="${mood === 'bad' ? 'alert' : 'status'}"><svg viewBox="0 0 24 24" aria-hidden="true">${icons[mood]}</svg><h1>${escaped(heading)}</h1>${words}${quote}${mood === 'bad' ? `<p>${goBack}</p>` : ''}</main></body></html>`;
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
