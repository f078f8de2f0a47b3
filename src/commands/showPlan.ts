import { plan } from '../sync/plan.ts';
import { planDocument } from '../views/planText.ts';
import type { Parts } from './parts.ts';
import { refresh, type RefreshDeps } from './refresh.ts';

/** *SSO: Show Plan*. What *Apply* would do, as a document; nothing is changed. */
export async function showPlan(deps: RefreshDeps & Pick<Parts, 'documents' | 'store'>): Promise<void> {
  await refresh(deps);
  const { standings, workspace } = deps.store.current;
  await deps.documents.show({
    name: `Plan for ${workspace.environment.name}.md`,
    language: 'markdown',
    text: planDocument(plan(standings), workspace.environment.name),
  });
}
