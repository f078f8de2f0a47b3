import type { Finding } from '../problem.ts';
import type { FileShape } from '../shape.ts';

/** What a rule sees: the content whose shape is right, and every name that stands in the text. */
export interface Checked {
  readonly file: FileShape;
  readonly names: {
    /** `local` alone where the file declares none. */
    readonly environments: ReadonlySet<string>;
    readonly applications: ReadonlySet<string>;
    readonly groups: ReadonlySet<string>;
    readonly people: ReadonlySet<string>;
  };
}

/** One check of what `sso.json` means. What it finds wrong with severity `error` is left out of the declaration. */
export type Rule = (checked: Checked) => Iterable<Finding>;
