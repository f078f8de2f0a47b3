import { hasCode } from '../base/ssoError.ts';
import { addToApplication } from '../declaration/edit.ts';
import type { ProposedFile } from '../ports.ts';
import { detectFramework } from '../scaffold/detect.ts';
import { declarationNeeds } from '../scaffold/needs.ts';
import { planSignIn, type ScaffoldPlan } from '../scaffold/plan.ts';
import { refuseUnsafe } from '../scaffold/safePath.ts';
import { noticeText } from '../views/plainText.ts';
import { needAddress } from './address.ts';
import { applyDeclared, type ApplyDeps } from './apply.ts';
import { applicationName } from '../views/applicationName.ts';
import { chooseApplication } from './chooseApplication.ts';
import { declare } from './declare.ts';
import { writeEnvironment } from './environmentFile.ts';
import { declarationFile } from './names.ts';
import type { Parts } from './parts.ts';
import { applicationOf } from './subject.ts';
import { needFolder, needTrust } from './trust.ts';

type Deps = ApplyDeps & Pick<Parts, 'documents' | 'proposals' | 'terminals'>;

/**
 * *SSO: Add Sign-In to This Application*. Shows every file change before it is made, registers the redirect URIs, and
 * writes what the application must know to an ignored `.env`. A second run finds nothing to do.
 */
export async function addSignIn(deps: Deps, argument: unknown): Promise<void> {
  const { ask, files, proposals, reader, store, workspace } = deps;
  needFolder(workspace);
  needTrust(workspace);
  if (store.current.file.kind === 'absent') await declare(deps);
  const key = applicationOf(argument) ?? (await chooseApplication(ask, 'Add Sign-In', store.current));
  const text = await files.read(declarationFile);
  if (key === undefined || text === undefined) return;
  const { application } = needAddress(store.current.workspace, key); // without one no redirect URI can be made
  const folder = await chooseFolder(deps);
  if (folder === undefined) return;
  const plan = await planSignIn({ files, folder, application });
  const declared = addToApplication(text, key, declarationNeeds(application));
  const proposed = proposedFiles(plan, text, declared);
  await refuseUnsafe(
    files,
    proposed.map(({ path }) => path),
  );
  const name = noticeText(applicationName(application));
  if (proposed.length > 0) {
    if (!(await proposals.review(`Add sign-in to ${name}`, proposed))) {
      await ask.tell(`${name} was not given sign-in: not every change was agreed to.`);
      return;
    }
    reader.declare(declared);
  }
  const outcome = await applyDeclared(deps, key);
  const wrote = await writeEnvironment(deps, key, folder, plan.environmentFile);
  if (outcome === 'declined') {
    await ask.tell(
      `${name} is not registered as its sign-in needs, so nobody can sign in yet. Run this again to apply.`,
    );
    return;
  }
  await tellWhatNext(deps, name, plan, proposed.length > 0 || wrote);
}

/** The folder of the application: the root when it is one, else the only folder that is one, else the person chooses. */
async function chooseFolder({ ask, files }: Deps): Promise<string | undefined> {
  const below = (await files.list('')).filter((name) => name.endsWith('/') && !/^(?:\.|node_modules\/)/.test(name));
  const candidates: string[] = [];
  let refusal: unknown;
  for (const folder of ['', ...below.map((name) => name.slice(0, -1))]) {
    try {
      await detectFramework(files, folder);
      candidates.push(folder);
    } catch (error) {
      if (!hasCode(error, 'scaffold.unsupported') && !hasCode(error, 'scaffold.notFound')) throw error;
      refusal ??= error;
    }
    if (candidates[0] === '') return '';
  }
  if (candidates.length === 0) throw refusal;
  const [only, ...others] = candidates;
  if (others.length === 0) return only;
  return ask.choose(
    'Add Sign-In: which folder is the application?',
    candidates.map((folder) => ({ label: folder, icon: 'folder', value: folder })),
  );
}

const proposedFiles = (plan: ScaffoldPlan, before: string, after: string): readonly ProposedFile[] => [
  ...plan.changes,
  ...(before === after
    ? []
    : [{ path: declarationFile, before, after, why: 'declares the redirect URIs that sign-in needs' }]),
];

async function tellWhatNext(
  { ask, terminals }: Deps,
  name: string,
  plan: ScaffoldPlan,
  changed: boolean,
): Promise<void> {
  if (!changed) {
    await ask.tell(`${name} has sign-in already. Nothing was changed.`);
    return;
  }
  const install = plan.nextSteps.find((step) => step.kind === 'run');
  const guarded = plan.guarded ? ` ${plan.guarded.path} is now for the role ${plan.guarded.role} only.` : '';
  const message = `${name} has sign-in.${guarded}`;
  if (!install) {
    await ask.tell(message);
    return;
  }
  const answer = await ask.tell(`${message} Its new packages are not installed yet.`, 'Install Packages');
  if (answer) terminals.type(`Packages of ${name}`, install.folder, install.command);
}
