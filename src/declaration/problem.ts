/** Every kind of wrong content in `sso.json`, by a stable code. Tests assert the code; the words may change. */
export type ProblemCode =
  | 'audience.duplicate'
  | 'audience.missing'
  | 'clientId.duplicate'
  | 'clientId.invalid'
  | 'environment.portTaken'
  | 'environment.unknown'
  | 'file.tooDeep'
  | 'file.tooLarge'
  | 'grant.applicationUnknown'
  | 'grant.roleUnknown'
  | 'issuer.discoveryAddress'
  | 'issuer.missing'
  | 'issuer.needsSetting'
  | 'key.duplicate'
  | 'key.missing'
  | 'key.misplaced'
  | 'key.unknown'
  | 'laterWork'
  | 'member.unknown'
  | 'name.invalid'
  | 'name.notAskable'
  | 'parameter.reserved'
  | 'parent.undeclared'
  | 'path.invalid'
  | 'problems.more'
  | 'syntax'
  | 'url.fragment'
  | 'url.insecure'
  | 'url.invalid'
  | 'url.userinfo'
  | 'url.wildcard'
  | 'use.applicationUnknown'
  | 'use.scopeUnknown'
  | 'value.notAllowed'
  | 'value.outOfRange'
  | 'value.wrongType'
  | 'variable.notExpanded';

/** Parts with an `error` are left out of the declaration; the others count as they stand. */
export type Severity = 'error' | 'warning' | 'information';

/** Replaces `length` UTF-16 units at `offset` of the text that was read. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

export interface Fix {
  readonly title: string;
  /** Edits of the same text; they do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** Something wrong, or not acted on, in `sso.json`. Offsets and lengths are UTF-16 units, as editors count. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** A plain sentence. */
  readonly message: string;
  readonly offset: number;
  readonly length: number;
  readonly fix?: Fix;
}

export type Path = readonly (string | number)[];

/** What would put a finding right, before it is turned into edits of the text. */
export type Remedy =
  | { readonly kind: 'remove' }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'replace'; readonly by: string }
  | {
      readonly kind: 'add';
      /** The object that gets the key. */
      readonly to: Path;
      readonly key: string;
      readonly value: unknown;
    };

export type TitledRemedy = Remedy & { readonly title: string };

/** A problem that still stands at a path of the content, as rules report it. */
export interface Finding {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly path: Path;
  /** Which end of a property is underlined. */
  readonly on: 'key' | 'value';
  /** Worked out only for what is shown: a file may be wrong in more places than anybody reads. */
  readonly remedy?: () => TitledRemedy | undefined;
  /** What an error takes out of the declaration, where that is more than what stands at `path`. */
  readonly leavesOut?: Path;
}
