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
      const [first, ...rest] = differences(declared, found.application, capabilities);
      return first ? { kind: 'outOfSync', differences: [first, ...rest] } : { kind: 'synced' };
    }
  }
}

/** A field is compared when it is declared and the provider can hold it; server defaults are nobody's drift. */
function differences(
  declared: DeclaredApplication,
  registered: RegisteredApplication,
  capabilities: Capabilities,
): readonly Difference[] {
  const differing: Difference[] = [];
  for (const { name, label, canonical } of comparedFields) {
    if (!capabilities.fields.has(name)) continue;
    const wanted = canonical(declared.fields);
    if (wanted === undefined) continue;
    const actual = canonical(registered.fields) ?? '';
    if (wanted !== actual) differing.push({ field: label, declared: wanted, registered: actual });
  }
  return differing;
}
