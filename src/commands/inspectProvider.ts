import { SsoError } from '../base/ssoError.ts';
import { inspectProvider as inspect } from '../providers/oidc/inspect.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import { providerDocument } from '../views/providerDocument.ts';
import type { Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'documents' | 'fetch' | 'log' | 'progress'>;

/** *SSO: Inspect Provider*. What an issuer can do and what it lacks, in words. The address is typed by the person and kept nowhere. */
export async function inspectProvider({ ask, documents, fetch, log, progress }: Deps): Promise<void> {
  const address = await ask.text('Inspect Provider', {
    prompt: 'Address of an issuer, or of its openid-configuration',
    placeholder: 'https://login.example.com',
    problem: (text) => (text.trim() === '' ? 'An address, such as https://login.example.com' : undefined),
  });
  if (address === undefined) return;
  const edges = { fetch: boundedFetch(fetch, { log }), allowHttpOnLoopback: true };
  const report = await progress.during('Reading what the provider says about itself', async (_report, cancelled) => {
    try {
      return await inspect(address.trim(), edges, cancelled);
    } catch (thrown) {
      throw cancelled.aborted ? new SsoError('operation.cancelled', { message: 'Nothing was read.' }) : thrown;
    }
  });
  await documents.show({ name: 'Provider.md', language: 'markdown', text: providerDocument(report) });
}
