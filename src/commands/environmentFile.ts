import { SsoError } from '../base/ssoError.ts';
import { envFile, newSessionSecret } from '../scaffold/envFile.ts';
import { envIsIgnored, refuseTrackedEnv } from '../scaffold/gitFiles.ts';
import type { Standing } from '../sync/plan.ts';
import type { ApplyDeps } from './apply.ts';
import { keepClientSecret, keptClientSecret } from './clientSecret.ts';

/**
 * Writes issuer, client id and, for a confidential application, its secret to `.env`, once git ignores that file. The
 * text is neither shown nor logged. Resolves to whether anything was written; false also while it is not registered.
 */
export async function writeEnvironment(deps: ApplyDeps, key: string, folder: string, path: string): Promise<boolean> {
  const { files, store } = deps;
  const standing = store.current.standings.find(({ declared }) => declared.key === key);
  if (standing?.found.kind !== 'found') return false;
  if (!(await envIsIgnored(files, folder))) {
    throw new SsoError('scaffold.envNotIgnored', {
      message: `${path} would hold secrets, and git does not ignore it, so it was not written.`,
      hint: 'Add .env to .gitignore, then try again.',
    });
  }
  await refuseTrackedEnv(files, folder);
  const before = await files.read(path);
  const [url = ''] = standing.declared.urls;
  const clientSecret = await secretOf(deps, standing);
  const after = envFile(before, {
    issuer: store.current.workspace.environment.issuer,
    clientId: standing.declared.clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    sessionSecret: newSessionSecret(),
    baseUrl: new URL(url).origin,
  });
  if (after === before) return false;
  await files.write(path, after);
  return true;
}

/** The secret that was kept when the provider said it; a new one where it was made elsewhere or is lost. */
async function secretOf(
  { directoryOf, secrets, store }: ApplyDeps,
  { declared, found }: Standing,
): Promise<string | undefined> {
  const { environment } = store.current.workspace;
  if (found.kind !== 'found' || found.application.fields.clientAuthentication !== 'secret') return undefined;
  const kept = await keptClientSecret(secrets, environment, declared.clientId);
  if (kept !== undefined) return kept;
  const renewed = await directoryOf(environment)?.renewSecret(declared.clientId, new AbortController().signal);
  if (renewed !== undefined) await keepClientSecret(secrets, environment, declared.clientId, renewed);
  return renewed;
}
