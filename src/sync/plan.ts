import type { Found } from '../directory/directory.ts';
import type { ApplicationFields, DeclaredApplication } from '../model/application.ts';
import type { Difference, SyncStatus } from '../model/syncStatus.ts';
import { comparedFields, onlyFields } from './comparedFields.ts';

/** One application with everything known about it now. */
export interface Standing {
  readonly declared: DeclaredApplication;
  readonly found: Found;
  readonly status: SyncStatus;
}

/** One step towards registered equal to declared, with all that a person needs to see before agreeing to it. */
export type Change =
  | {
      readonly kind: 'create';
      readonly application: DeclaredApplication;
      /** Every declared field, against nothing. */
      readonly differences: readonly Difference[];
    }
  | {
      readonly kind: 'update';
      readonly application: DeclaredApplication;
      /** Only the fields that differ; nothing else is sent. */
      readonly fields: ApplicationFields;
      readonly expectedVersion: string;
      readonly differences: readonly [Difference, ...Difference[]];
      /** False where somebody else made the registration. */
      readonly ours: boolean;
    };

/** The changes that would make registered equal declared, in the order in which they are applied. Unknown plans nothing, and nothing is ever removed. */
export function plan(standings: readonly Standing[]): readonly Change[] {
  const changes: Change[] = [];
  for (const { declared, found, status } of standings) {
    if (status.kind === 'missing') {
      changes.push({ kind: 'create', application: declared, differences: declaredFields(declared) });
    } else if (status.kind === 'outOfSync' && found.kind === 'found') {
      const { version, ours } = found.application;
      const { differences } = status;
      const fields = onlyFields(declared.fields, new Set(differences.map(({ field }) => field)));
      changes.push({ kind: 'update', application: declared, fields, expectedVersion: version, differences, ours });
    }
  }
  return changes;
}

/** True when both plans would send the same to the provider: what was shown is what will be done. */
export function samePlan(one: readonly Change[], other: readonly Change[]): boolean {
  return one.length === other.length && one.every((change, index) => fingerprint(change) === fingerprint(other[index]));
}

function fingerprint(change: Change | undefined): string {
  if (!change) return '';
  const version = change.kind === 'update' ? change.expectedVersion : '';
  const { key, clientId } = change.application;
  return JSON.stringify([change.kind, key, clientId, version, change.differences]);
}

const declaredFields = ({ fields }: DeclaredApplication): readonly Difference[] =>
  comparedFields.flatMap(({ label, canonical }) => {
    const declared = canonical(fields);
    return declared === undefined ? [] : [{ field: label, declared, registered: '' }];
  });
