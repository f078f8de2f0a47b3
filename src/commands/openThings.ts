import { SsoError } from '../base/ssoError.ts';
import { locate } from '../declaration/locate.ts';
import { needAddress } from './address.ts';
import { chooseApplication } from './chooseApplication.ts';
import { declarationFile } from './names.ts';
import type { Of, Parts } from './parts.ts';
import { applicationOf, subjectOf } from './subject.ts';
import { needTrust } from './trust.ts';

/** *SSO: Open Application*. Its first address of the environment in use, in the browser. */
export async function openApplication(
  { ask, browser, store, workspace }: Pick<Parts, 'ask' | 'browser' | 'store' | 'workspace'>,
  argument: unknown,
): Promise<void> {
  needTrust(workspace);
  const key = applicationOf(argument) ?? (await chooseApplication(ask, 'Open Application', store.current));
  if (key === undefined) return;
  const { url } = needAddress(store.current.workspace, key);
  if (!(await browser.open(url))) {
    throw new SsoError('browser.notOpened', {
      message: 'The browser was not opened.',
      hint: 'Try again and allow the editor to open the address.',
    });
  }
}

/** *SSO: Open Declaration*. `sso.json`, at the application or group that the row stands for. */
export async function openDeclaration(
  { documents, files }: Pick<Parts, 'files'> & Of<'documents', 'open'>,
  argument: unknown,
): Promise<void> {
  const text = await files.read(declarationFile);
  if (text === undefined) {
    throw new SsoError('declaration.absent', {
      message: 'This workspace has no sso.json.',
      hint: 'Use "SSO: Declare Applications".',
    });
  }
  const subject = subjectOf(argument);
  const { applications, groups } = locate(text);
  const place =
    subject?.kind === 'application'
      ? applications.find(({ key }) => key === subject.application)
      : subject?.kind === 'group'
        ? groups.find(({ key }) => key === subject.group)
        : undefined;
  await documents.open(declarationFile, place?.offset);
}

/** *SSO: Open Console of Local Provider*. Registrations changed by hand, as an administrator would at any provider. */
export async function openProviderConsole({
  localProvider,
  place,
  terminals,
  workspace,
}: Pick<Parts, 'place' | 'workspace'> & Of<'localProvider', 'join'> & Of<'terminals', 'run'>): Promise<void> {
  needTrust(workspace);
  if (!(await localProvider.join())) {
    throw new SsoError('localProvider.notRunning', {
      message: 'The local provider is not running.',
      hint: 'Use "SSO: Start Local Provider" first.',
    });
  }
  terminals.run('Local provider', place.providerProgram, ['console', '--state', place.providerState]);
}

/** *SSO: Copy*. The text that a row shows: a client id, an address. */
export async function copyValue({ clipboard }: Of<'clipboard', 'write'>, argument: unknown): Promise<void> {
  const subject = subjectOf(argument);
  if (subject?.kind === 'text') await clipboard.write(subject.text);
}
