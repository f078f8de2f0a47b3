import { hasCode, SsoError } from '../base/ssoError.ts';
import { withLocalPort } from '../declaration/edit.ts';
import { isStartedHere, type StartedHere } from '../model/environment.ts';
import { declarationFile } from './names.ts';
import type { Of, Parts } from './parts.ts';
import { needTrust } from './trust.ts';

export type StartDeps = Pick<Parts, 'ask' | 'files' | 'progress' | 'store' | 'workspace'> &
  Of<'localProvider', 'start' | 'status'> &
  Of<'reader', 'declare' | 'useEnvironment'>;

/** *SSO: Start Local Provider*. Also the first step of whatever needs it. */
export async function startLocalProvider(deps: StartDeps): Promise<void> {
  const { localProvider, reader, store, workspace } = deps;
  needTrust(workspace);
  const environment = localEnvironment(deps);
  const { status } = localProvider;
  if (status.kind !== 'running' || status.issuer !== environment.issuer) {
    await startAt(deps, environment.name, environment.port);
  }
  if (store.current.workspace.environment.name !== environment.name) await reader.useEnvironment(environment.name);
}

/** The environment in use if its provider is started here, else the first of the file that is. */
function localEnvironment({ store }: StartDeps): StartedHere {
  const { environments, workspace } = store.current;
  const local = [workspace.environment, ...environments].find(isStartedHere);
  if (local) return local;
  throw new SsoError('environment.unknown', {
    message: 'sso.json declares no environment with the local provider.',
    hint: 'Add one: "local": { "provider": "local" }.',
  });
}

/** The port is part of the issuer, so another port is taken only when the person says so, and is written down. */
async function startAt(deps: StartDeps, environment: string, port: number): Promise<void> {
  const { ask, files, localProvider, progress, reader } = deps;
  try {
    await progress.briefly('Starting the local provider', () => localProvider.start(port));
  } catch (error) {
    if (!hasCode(error, 'localProvider.portTaken')) throw error;
    const next = port < 65_535 ? port + 1 : 9400;
    const text = await files.read(declarationFile);
    if (text === undefined) throw error;
    const agreed = await ask.confirm(
      `Port ${String(port)} of 127.0.0.1 is taken by another program.`,
      `The port is part of the issuer of the environment ${environment}, so it is changed in sso.json. ` +
        'Applications that know the old issuer have to be told.',
      `Use Port ${String(next)}`,
    );
    if (!agreed) throw error;
    const changed = withLocalPort(text, environment, next);
    await files.write(declarationFile, changed);
    reader.declare(changed);
    await startAt(deps, environment, next);
  }
}
