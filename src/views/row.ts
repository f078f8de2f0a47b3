/** One row of a tree, as data. A single tree class in `editor/` draws every view from these. */
export interface Row {
  /** Stable across changes, so that the tree keeps what is open and what is selected. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A theme colour of the icon; says nothing that icon and text do not say too. */
  readonly colour?: string;
  /** Plain text. */
  readonly tooltip?: string;
  /** Read by screen readers in place of label and description. */
  readonly spoken: string;
  /** Decides which actions the row offers; one of the context values in `package.json`. */
  readonly context: string;
  /** What the row stands for, handed to the commands of its menu: an application's key, a person's key. */
  readonly subject?: RowSubject;
  readonly children: readonly Row[];
  /** True where there are children, which are made only when they are asked for: the tree need not look to know. */
  readonly branch?: boolean;
  readonly open?: boolean;
}

export type RowSubject =
  | { readonly kind: 'application'; readonly application: string }
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'session'; readonly session: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'person'; readonly person: string; readonly application?: string }
  | { readonly kind: 'text'; readonly text: string };
