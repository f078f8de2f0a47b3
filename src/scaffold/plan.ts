/**
 * What it takes to give an application sign-in, as a list of file changes. Knows how projects are written; decides
 * only. It must never write a file, run a command, ask a provider, or hold a secret.
 */
import { SsoError } from '../base/ssoError.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { Files, LinkedFiles } from '../ports.ts';
import { authFile, authFileMark } from './authTemplate.ts';
import { detectFramework, localName, type Detection } from './detect.ts';
import { editEntry, isWired, sessionStatement } from './entryEdit.ts';
import { ignoresEnv, refuseTrackedEnv } from './gitFiles.ts';
import { guardRole } from './needs.ts';
import { authLocation, nextStepsFor, type NextStep } from './projectShape.ts';
import { withPackages } from './packageEdit.ts';
import { within } from './project.ts';
import { pathToGuard } from './routes.ts';
import { refuseUnsafe } from './safePath.ts';

export interface FileChange {
  /** Relative to the workspace. */
  readonly path: string;
  readonly kind: 'create' | 'edit';
  readonly before?: string;
  readonly after: string;
  readonly why: string;
}

export interface ScaffoldPlan {
  /** Empty when the application has all of it already. */
  readonly changes: readonly FileChange[];
  /** Handled apart, since it holds secrets: see {@link envFile}. */
  readonly environmentFile: string;
  /** What the guarded pages are, for telling the person what to try. */
  readonly guarded: { readonly path: string; readonly role: string } | undefined;
  readonly nextSteps: readonly NextStep[];
}

export interface ScaffoldInput {
  readonly files: LinkedFiles;
  /** Folder of the application, relative to the workspace; '' for its root. */
  readonly folder: string;
  readonly application: DeclaredApplication;
}

/**
 * The changes that add sign-in. Fails with `scaffold.unsupported` or `scaffold.notFound` where no Express application is
 * found, `scaffold.conflict` where something of other origin is in the way, `scaffold.unsafePath` and
 * `scaffold.envNotIgnored` where a file or a secret would get somewhere else than shown.
 */
export async function planSignIn({ files, folder, application }: ScaffoldInput): Promise<ScaffoldPlan> {
  const detection = await detectFramework(files, folder);
  const auth = await authLocation(files, detection);
  const existing = await files.read(auth.path);
  const ours = existing?.includes(authFileMark) === true;
  if (existing !== undefined && !ours) throw inTheWay(auth.path);
  if (!ours) refuseSecondSignIn(detection);
  const role = guardRole(application);
  const ownSessions = hasNoSessions(detection, ours);
  const found = pathToGuard(detection.paths, role);
  const guard = { kind: found === undefined ? 'example' : 'existing', path: found ?? examplePath(detection) } as const;
  const wired = isWired(detection.entry, auth.module);
  const { entry, project } = detection;
  const changes = [
    ours
      ? undefined
      : created(auth.path, authFile({ ...entry, ownSessions, key: application.key }), 'sign-in with openid-client'),
    wired
      ? undefined
      : edited(
          entry.path,
          entry.text,
          editEntry(entry, { module: auth.module, role, guard, ownSessions }),
          'uses sign-in and guards a page',
        ),
    edited(
      within(folder, 'package.json'),
      project.text,
      withPackages(project.text, project.dependencies, entry.language),
      'names the packages that sign-in needs',
    ),
    await gitignoreChange(files, folder),
  ].filter((change) => change !== undefined);
  const environmentFile = within(folder, '.env');
  await refuseUnsafe(files, [...changes.map(({ path }) => path), environmentFile]);
  await refuseTrackedEnv(files, folder);
  return {
    changes,
    environmentFile,
    guarded: wired ? undefined : { path: guard.path, role },
    nextSteps: changes.length === 0 ? [] : await nextStepsFor(files, detection),
  };
}

const created = (path: string, after: string, why: string): FileChange => ({ path, kind: 'create', after, why });

const edited = (path: string, before: string, after: string, why: string): FileChange | undefined =>
  before === after ? undefined : { path, kind: 'edit', before, after, why };

async function gitignoreChange(files: Files, folder: string): Promise<FileChange | undefined> {
  const path = within(folder, '.gitignore');
  const why = 'keeps .env, which holds secrets, out of the repository';
  const before = await files.read(path);
  if (before === undefined) return created(path, '.env\n', why);
  if (ignoresEnv(before)) return undefined;
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const separated = before === '' || before.endsWith('\n') ? before : before + newline;
  return edited(path, before, `${separated}.env${newline}`, why);
}

/** True when the generated file has to bring sessions along. */
function hasNoSessions(detection: Detection, ours: boolean): boolean {
  if (ours || !detection.project.dependencies.has('express-session')) return true;
  if (sessionStatement(detection.entry) !== undefined) return false;
  if (localName(detection.entry, 'express-session') === undefined) return true; // named in package.json, used nowhere here
  throw new SsoError('scaffold.conflict', {
    message: `${detection.entry.path} imports express-session, but no app.use(session(...)) was found there.`,
    hint: `Say ${detection.entry.application.name}.use(session(...)) in one statement, then try again.`,
  });
}

function refuseSecondSignIn({ existingSignIn, paths }: Detection): void {
  const taken = paths.find((path) => /^\/auth(?:\/|$)/i.test(path));
  const what = existingSignIn.length > 0 ? existingSignIn.join(', ') : taken && `routes below ${taken}`;
  if (what === undefined) return;
  throw new SsoError('scaffold.conflict', {
    message: `This application signs people in already, with ${what}.`,
    hint: 'Remove that first, or keep it and declare its redirect paths in sso.json.',
  });
}

const inTheWay = (path: string): SsoError =>
  new SsoError('scaffold.conflict', {
    message: `${path} exists and was not made by SSO Toolkit, so it is left as it is.`,
    hint: 'Rename it, or add sign-in by hand.',
  });

const examplePath = ({ paths }: Detection): string =>
  ['/guarded', '/guarded-example'].find((path) => !paths.includes(path)) ?? '/guarded-by-role';
