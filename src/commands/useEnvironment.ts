import { environmentNamed } from './subject.ts';
import type { Of, Parts } from './parts.ts';
import { refresh, type RefreshDeps } from './refresh.ts';

type Deps = RefreshDeps & Pick<Parts, 'ask' | 'store'> & Of<'reader', 'useEnvironment'>;

/** *SSO: Use Environment …*. One environment is in use per workspace; the choice outlives a reload. */
export async function useEnvironment(deps: Deps, argument?: unknown): Promise<void> {
  const { ask, reader, store } = deps;
  const { environments, workspace } = store.current;
  const wanted = environmentNamed(argument);
  const named = environments.find((environment) => environment.name === wanted)?.name;
  const name =
    named ??
    (await ask.choose(
      'Use Environment',
      environments.map((environment) => ({
        label: environment.name,
        description: environment.name === workspace.environment.name ? 'in use' : '',
        detail: environment.issuer,
        icon: 'server-environment',
        value: environment.name,
      })),
    ));
  if (name === undefined) return;
  await reader.useEnvironment(name);
  await refresh(deps);
}
