import type { ApplicationType, ClientAuthentication } from '../model/application.ts';
import type { Path } from './problem.ts';

/**
 * What is read and checked but not acted on yet. Each row says so at its place; a row goes when the work behind it comes.
 * `*` stands for any name; with `values` only these are meant.
 */
export interface LaterWork {
  readonly path: Path;
  readonly what: string;
  readonly values?: readonly string[];
}

const laterTypes: readonly string[] = ['spa', 'native', 'machine'] satisfies ApplicationType[];
const laterAuthentication: readonly string[] = ['privateKey'] satisfies ClientAuthentication[];

const environmentKeys = [
  'production',
  'changes',
  'syncDelay',
  'looksLike',
  'reachableAs',
  'faults',
  'autoApply',
] as const;

const applicationRows = (...where: Path): readonly LaterWork[] => [
  { path: [...where, 'type'], what: 'This type of application', values: laterTypes },
  { path: [...where, 'clientAuthentication'], what: 'This kind of client authentication', values: laterAuthentication },
  { path: [...where, 'uses'], what: '"uses"' },
];

export const laterWork: readonly LaterWork[] = [
  ...environmentKeys.map((key) => ({ path: ['environments', '*', key], what: `"${key}"` })),
  ...applicationRows('applications', '*'),
  ...applicationRows('applications', '*', 'in', '*'),
  { path: ['groups', '*', 'in', '*', 'id'], what: '"id"' },
];

export const actsOnType = (type: ApplicationType | undefined): boolean =>
  type === undefined || !laterTypes.includes(type);

export const actsOnAuthentication = (kind: ClientAuthentication | undefined): kind is 'none' | 'secret' =>
  kind !== undefined && !laterAuthentication.includes(kind);
