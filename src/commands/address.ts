import { SsoError } from '../base/ssoError.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';

/** A declared application, by its key, with the address at which it runs in the environment in use. */
export function needAddress(
  { applications, environment }: DeclaredWorkspace,
  key: string,
): { readonly application: DeclaredApplication; readonly url: string } {
  const application = applications.find((candidate) => candidate.key === key);
  const [url] = application?.urls ?? [];
  if (application && url !== undefined) return { application, url };
  throw new SsoError('declaration.absent', {
    message: `sso.json does not say where ${key} runs in ${environment.name}.`,
    hint: `Add "urls": { "${environment.name}": "http://localhost:3000" } to it.`,
  });
}
