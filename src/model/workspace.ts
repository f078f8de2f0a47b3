import type { DeclaredApplication } from './application.ts';
import type { Environment } from './environment.ts';
import type { Group, Person } from './people.ts';

/** What `sso.json` says, resolved for one environment: overrides applied, URLs joined with paths, client ids settled. */
export interface DeclaredWorkspace {
  readonly environment: Environment;
  readonly applications: readonly DeclaredApplication[];
  readonly groups: readonly Group[];
  readonly people: readonly Person[];
}
