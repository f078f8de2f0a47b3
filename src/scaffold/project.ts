import { parse, type ParseError } from 'jsonc-parser';
import { isRecord } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';
import type { Files } from '../ports.ts';

/** What `package.json` says that matters here. */
export interface Project {
  /** The file's text. */
  readonly text: string;
  readonly isModule: boolean;
  readonly main: string | undefined;
  readonly scripts: readonly string[];
  /** Ranges by package name, development dependencies included. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** Longer ones are not read: nobody writes them by hand. */
const largestManifest = 1_000_000;

/** Path of a name in a folder of the workspace; the root is ''. */
export const within = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Fails with `scaffold.unsupported` when there is no `package.json`, or none that can be read. */
export async function readProject(files: Files, folder: string): Promise<Project> {
  const path = within(folder, 'package.json');
  const text = await files.read(path);
  if (text === undefined) {
    throw new SsoError('scaffold.unsupported', {
      message: `There is no ${path}, so this is not an Express application.`,
      hint: 'Sign-in can be added to applications in JavaScript or TypeScript that use Express.',
    });
  }
  const errors: ParseError[] = [];
  const content: unknown = text.length > largestManifest ? undefined : parse(text.replace(/^\uFEFF/, ''), errors);
  if (errors.length > 0 || !isRecord(content)) {
    throw new SsoError('scaffold.unsupported', {
      message: `${path} cannot be read as JSON.`,
      hint: 'Correct it first.',
    });
  }
  return {
    text,
    isModule: content['type'] === 'module',
    main: typeof content['main'] === 'string' ? content['main'] : undefined,
    scripts: textsOf(content['scripts']).map(([, script]) => script),
    dependencies: new Map([...textsOf(content['devDependencies']), ...textsOf(content['dependencies'])]),
  };
}

const textsOf = (value: unknown): readonly (readonly [string, string])[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []))
    : [];
