import { errors, type ErrorOut, type KoaContextWithOIDC } from 'oidc-provider';
import { contentSecurityPolicy, escaped, page } from './page.ts';

/** What went wrong, in a plain sentence, with the code that a developer looks up. */
export function errorPage(
  code: string,
  sentence: string,
  details: Readonly<Record<string, readonly string[]>> = {},
): string {
  const rows = Object.entries(details).map(
    ([name, values]) =>
      `<dt>${escaped(name)}</dt>${(values.length > 0 ? values : ['none']).map((value) => `<dd><code>${escaped(value)}</code></dd>`).join('')}`,
  );
  return page(
    'This did not work',
    `<h1>This did not work</h1>
<p>${escaped(sentence)}</p>
${rows.length > 0 ? `<dl>${rows.join('')}</dl>` : ''}
<p><code>${escaped(code)}</code></p>`,
  );
}

/** Errors of the protocol that may not be sent back to the application. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void {
  ctx.type = 'html';
  ctx.set('content-security-policy', contentSecurityPolicy());
  ctx.body =
    error instanceof errors.InvalidRedirectUri
      ? errorPage(out.error, 'The application asked to be answered at an address that is not registered for it.', {
          'Sent by the application': [shortened(ctx.oidc.params?.['redirect_uri'])],
          'Registered at this provider': ctx.oidc.client?.redirectUris ?? [],
        })
      : errorPage(out.error, sentences[out.error] ?? asSentence(out.error_description));
}

const sentences: Readonly<Record<string, string>> = {
  server_error: 'The local identity provider failed. Its log says why.',
  invalid_client: 'No application with this client id is registered at this provider.',
};

function asSentence(description = 'the request cannot be answered'): string {
  const text = description.slice(0, 300);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const shortened = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 500) : 'nothing');
