import type { Capabilities, Found } from '../directory/directory.ts';
import type { DeclaredApplication, RegisteredApplication } from '../model/application.ts';
import type { Difference, SyncStatus } from '../model/syncStatus.ts';
import { comparedFields } from './comparedFields.ts';

/** Says how one declared application stands at a provider. Pure; called again whenever either side changes. */
export function compare(declared: DeclaredApplication, found: Found, capabilities: Capabilities): SyncStatus {
  switch (found.kind) {
    case 'unknown':
      return { kind: 'unknown', reason: found.reason };
    case 'absent':
      return { kind: 'missing' };
    case 'found': {
      const differing = differences(declared, found.application, capabilities);
      return differing ? { kind: 'outOfSync', differences: differing } : synced;
    }
  }
}

const synced: SyncStatus = { kind: 'synced' };

/** A field is compared when it is declared and the provider can hold it; server defaults are nobody's drift. */
function differences(
  declared: DeclaredApplication,
  registered: RegisteredApplication,
  capabilities: Capabilities,
): readonly [Difference, ...Difference[]] | undefined {
  let differing: [Difference, ...Difference[]] | undefined;
  for (const { name, label, canonical, alike } of comparedFields) {
    if (alike(declared.fields, registered.fields) || !capabilities.fields.has(name)) continue;
    const wanted = canonical(declared.fields);
    if (wanted === undefined) continue;
    const actual = canonical(registered.fields) ?? '';
    if (wanted === actual) continue;
    const difference = { field: label, declared: wanted, registered: actual };
    if (differing) differing.push(difference);
    else differing = [difference];
  }
  return differing;
}
