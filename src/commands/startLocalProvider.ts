import { hasCode, SsoError } from '../base/ssoError.ts';
import { applyEdits, setValue } from '../declaration/edit.ts';
import type { Environment } from '../model/environment.ts';
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
    await startAt(deps, environment.name, portOf(environment));
  }
  if (store.current.workspace.environment.name !== environment.name) await reader.useEnvironment(environment.name);
}

/** The environment in use if it is local, else the first local one of the file. */
function localEnvironment({ store }: StartDeps): Environment {
  const { environments, workspace } = store.current;
  const local = [workspace.environment, ...environments].find(({ provider }) => provider === 'local');
  if (local) return local;
  throw new SsoError('environment.unknown', {
    message: 'sso.json declares no environment with the local provider.',
    hint: 'Add one: "local": { "provider": "local" }.',
  });
}

function portOf({ name, port }: Environment): number {
  if (port !== undefined) return port;
  throw new Error(`the local environment ${name} has no port`);
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
    const changed = withPort(text, environment, next);
    await files.write(declarationFile, changed);
    reader.declare(changed);
    await startAt(deps, environment, next);
  }
}

/** A file that declares no environment has the local one all the same, so the provider is written too. */
function withPort(text: string, environment: string, port: number): string {
  return Object.entries({ provider: 'local', port }).reduce(
    (changed, [key, value]) => applyEdits(changed, setValue(changed, ['environments', environment, key], value)),
    text,
  );
}
