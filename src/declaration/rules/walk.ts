import type { Finding, Path } from '../problem.ts';
import type { ApplicationFieldsShape, FileShape, GroupFieldsShape } from '../shape.ts';

/** One place where an application or a group says its fields: its top, or `in.<environment>`. */
export interface Said<Fields> {
  readonly key: string;
  /** Absent at the top, which speaks for every environment. */
  readonly environment?: string;
  readonly path: Path;
  readonly fields: Fields;
}

export const applicationsSaid = ({ applications }: FileShape): readonly Said<ApplicationFieldsShape>[] =>
  said('applications', applications);

export const groupsSaid = ({ groups }: FileShape): readonly Said<GroupFieldsShape>[] => said('groups', groups);

function said<Fields>(
  section: string,
  entries: Readonly<Record<string, Fields & { readonly in?: Readonly<Record<string, Fields>> }>> | undefined,
): readonly Said<Fields>[] {
  return Object.entries(entries ?? {}).flatMap(([key, entry]) => [
    { key, path: [section, key], fields: entry },
    ...Object.entries(entry.in ?? {}).map(([environment, fields]) => ({
      key,
      environment,
      path: [section, key, 'in', environment],
      fields,
    })),
  ]);
}

export const error = (finding: Omit<Finding, 'severity'>): Finding => ({ ...finding, severity: 'error' });
export const warning = (finding: Omit<Finding, 'severity'>): Finding => ({ ...finding, severity: 'warning' });
export const information = (finding: Omit<Finding, 'severity'>): Finding => ({ ...finding, severity: 'information' });
