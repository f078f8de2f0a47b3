import { createHash } from 'node:crypto';

/** Text for HTML, in content and in quoted attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const style = `
:root{color-scheme:light dark;--ground:#f6f6f4;--sheet:#fff;--ink:#1d1f21;--soft:#5c6166;--line:#dcdddf;--accent:#0b62c4;--tint:#eaf2fc;--warn:#7a4b00;--warn-ground:#fdf3dd}
@media (prefers-color-scheme:dark){:root{--ground:#17181a;--sheet:#212326;--ink:#eceded;--soft:#a5aab0;--line:#3a3d42;--accent:#6cb0ff;--tint:#22354b;--warn:#f3cd82;--warn-ground:#3a2f18}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:clamp(1.5rem,10vh,7rem) 1rem 2rem;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{width:100%;max-width:27rem;background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:2rem}
h1{margin:0 0 .25rem;font-size:1.375rem;font-weight:600;line-height:1.3;overflow-wrap:anywhere}
p{margin:.5rem 0;color:var(--soft);overflow-wrap:anywhere}
p.lead{margin:0 0 1.5rem}
p.notice{padding:.625rem .875rem;border-radius:8px;background:var(--warn-ground);color:var(--warn)}
code{font:.875em ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}
pre{margin:1rem 0;padding:.875rem;border:1px solid var(--line);border-radius:8px;overflow:auto;font:.8125rem/1.5 ui-monospace,SFMono-Regular,Consolas,monospace}
dl{margin:1rem 0 0;color:var(--soft)}dt{font-size:.875rem}dd{margin:0 0 .75rem;color:var(--ink);overflow-wrap:anywhere}
ul.people{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
button{font:inherit;color:inherit;cursor:pointer}
button.person{display:flex;align-items:center;gap:.875rem;width:100%;padding:.75rem .875rem;text-align:start;background:none;border:1px solid var(--line);border-radius:10px}
button.person:hover{background:var(--tint);border-color:var(--accent)}
button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.initials{flex:none;display:grid;place-items:center;width:2.5rem;height:2.5rem;border-radius:50%;background:var(--tint);color:var(--accent);font-weight:600;font-size:.875rem}
.who{min-width:0;overflow-wrap:anywhere}.who span{display:block}.groups{font-size:.875rem;color:var(--soft)}
button.plain{margin-top:1.25rem;padding:.5rem 1rem;background:none;border:1px solid var(--line);border-radius:8px;color:var(--soft)}
button.plain:hover{color:var(--ink);border-color:var(--soft)}
button.main{margin-top:1.25rem;margin-inline-end:.5rem;padding:.5rem 1rem;background:var(--accent);border:1px solid var(--accent);border-radius:8px;color:var(--sheet)}
footer{margin-top:1.25rem;max-width:27rem;font-size:.8125rem;color:var(--soft);text-align:center}
@media (forced-colors:active){button.person,button.plain,button.main,main{border-color:ButtonText}.initials{border:1px solid CanvasText}}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded, nothing is run, nobody frames it. `formTargets` are the places to which its forms lead, redirects included. */
export const contentSecurityPolicy = (formTargets: readonly string[] = []): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${formTargets.length > 0 ? formTargets.join(' ') : "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** A whole page. `body` is HTML; the title is text. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
<footer>Local identity provider. For development on this machine only.</footer>
</body>
</html>
`;
}
