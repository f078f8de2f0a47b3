import { SsoError } from '../base/ssoError.ts';
import { isStartedHere } from '../model/environment.ts';
import type { Operation } from '../model/operation.ts';
import { applyPlan } from '../sync/apply.ts';
import { plan, samePlan, type Change, type Standing } from '../sync/plan.ts';
import { applicationName } from '../views/applicationName.ts';
import { changeTitle, planQuestion, planText, resultText } from '../views/planText.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { keepClientSecret } from './clientSecret.ts';
import type { Of, Parts } from './parts.ts';
import { startLocalProvider, type StartDeps } from './startLocalProvider.ts';
import { applicationOf } from './subject.ts';
import { needTrust } from './trust.ts';

export type ApplyDeps = StartDeps & Pick<Parts, 'directoryOf' | 'secrets'> & Of<'reader', 'refresh'>;

/** *SSO: Apply*. Reads the registrations afresh, shows what would change, asks, then does just that. */
export async function apply(deps: ApplyDeps, argument: unknown): Promise<void> {
  const { ask, store } = deps;
  const only = applicationOf(argument);
  if ((await applyDeclared(deps, only)) === 'nothing') await ask.tell(nothingToDo(inScope(store.current, only)));
}

/** The same for whoever wants to go on with what came of it; `only` names one application by its key. */
export async function applyDeclared(
  deps: ApplyDeps,
  only: string | undefined,
): Promise<'applied' | 'declined' | 'nothing'> {
  const { ask, reader, store, workspace } = deps;
  needTrust(workspace);
  if (!(await providerRuns(deps))) return 'declined';
  await reader.refresh(new AbortController().signal);
  for (const { declared } of inScope(store.current, only)) forget(store, declared.key, 'failed');
  const changes = planFor(deps, only);
  const environment = store.current.workspace.environment.name;
  if (changes.length === 0) return 'nothing';
  if (!(await ask.confirm(planQuestion(changes, environment), planText(changes), 'Apply'))) return 'declined';
  if (!samePlan(changes, planFor(deps, only))) {
    throw new SsoError('plan.outdated', {
      message: 'sso.json changed while the plan was shown, so nothing was applied.',
      hint: 'Apply again to see the new plan.',
    });
  }
  await applyAgreed(deps, changes);
  return 'applied';
}

const planFor = ({ store }: ApplyDeps, only: string | undefined): readonly Change[] =>
  plan(inScope(store.current, only));

const inScope = ({ standings }: Snapshot, only: string | undefined): readonly Standing[] =>
  standings.filter(({ declared }) => only === undefined || declared.key === only);

/** Carries out changes that the person has agreed to, and reads again whatever happened. */
async function applyAgreed(deps: ApplyDeps, changes: readonly Change[]): Promise<void> {
  const { directoryOf, progress, reader, secrets, store } = deps;
  const { environment } = store.current.workspace;
  const directory = directoryOf(environment);
  if (!directory) throw new Error(`no directory for ${environment.name} although changes were planned`);
  try {
    const results = await progress.during('Applying', (report, cancelled) =>
      applyPlan(
        changes,
        directory,
        (_change, clientId, secret) => keepClientSecret(secrets, environment, clientId, secret),
        (change) => {
          report(changeTitle(change));
          setOperation(store, change.application.key, { kind: 'applying' });
        },
        cancelled,
      ),
    );
    for (const { change, outcome } of results) {
      if (outcome.kind !== 'failed') continue;
      setOperation(store, change.application.key, { kind: 'failed', reason: outcome.error.message });
    }
    const failed = results.filter(({ outcome }) => outcome.kind !== 'done');
    if (failed.length > 0) {
      const [first] = failed;
      const cause = first?.outcome.kind === 'failed' ? first.outcome.error : undefined;
      throw new SsoError('apply.incomplete', { message: resultText(results), hint: 'Apply again to go on.', cause });
    }
  } finally {
    for (const { application } of changes) forget(store, application.key, 'applying');
    await reader.refresh(new AbortController().signal);
  }
}

/** A stopped local provider is no reason to give up, and none to start it unasked. */
async function providerRuns(deps: ApplyDeps): Promise<boolean> {
  const { ask, store } = deps;
  const { environment } = store.current.workspace;
  if (!isStartedHere(environment) || store.current.connection.kind === 'reachable') return true;
  const answer = await ask.tell(`The local provider of ${environment.name} is not running.`, 'Start Local Provider');
  if (answer === undefined) return false;
  await startLocalProvider(deps);
  return true;
}

function setOperation(store: Parts['store'], application: string, operation: Operation): void {
  store.update({ operations: new Map(store.current.operations).set(application, operation) });
}

function forget(store: Parts['store'], application: string, kind: Operation['kind']): void {
  const operations = new Map(store.current.operations);
  if (operations.get(application)?.kind === kind && operations.delete(application)) store.update({ operations });
}

function nothingToDo(standings: readonly Standing[]): string {
  const unknown = standings.filter(({ status }) => status.kind === 'unknown').length;
  if (standings.length === 0) return 'Nothing to apply: sso.json declares no application for this environment.';
  const [only, ...others] = standings;
  if (unknown === 0 && others.length > 0) return 'Nothing to apply: every application is registered as declared.';
  if (unknown === 0 && only) return `Nothing to apply: ${applicationName(only.declared)} is registered as declared.`;
  return `Nothing to apply: ${String(unknown)} of ${String(standings.length)} could not be read, and nothing is planned on what is unknown.`;
}
