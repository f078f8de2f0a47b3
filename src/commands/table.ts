import { apply } from './apply.ts';
import { compare } from './compare.ts';
import type { CommandName } from './names.ts';
import { copyValue, openApplication, openDeclaration, openProviderConsole } from './openThings.ts';
import type { Parts } from './parts.ts';
import { refresh } from './refresh.ts';
import { showMenu } from './showMenu.ts';
import { showPlan } from './showPlan.ts';
import { type AskedSignIn, signIn } from './signIn.ts';
import { signInAs } from './signInAs.ts';
import { signOut, signOutAtProvider } from './signOut.ts';
import { startLocalProvider } from './startLocalProvider.ts';
import { stopLocalProvider } from './stopLocalProvider.ts';
import { switchAccount } from './switchAccount.ts';
import { environmentNamed, sessionOf } from './subject.ts';
import { useEnvironment } from './useEnvironment.ts';

/** What a command does with what it was called on. Resolves to nothing, so that no other extension is handed anything. */
type Action = (parts: Parts, argument: unknown) => Promise<unknown>;

/** For commands with rooms and libraries of their own: loaded at their first use, so that the start stays short. */
const later =
  (load: () => Promise<Action>): Action =>
  async (parts, argument) =>
    (await load())(parts, argument);

/** On the row of an environment, or of a session in it: that one, else the one in use. */
function askedAbout({ store }: Parts, argument: unknown): AskedSignIn {
  const { sessions, ended } = store.current;
  const session = [...sessions, ...ended].find(({ id }) => id === sessionOf(argument));
  const environment = session?.environment ?? environmentNamed(argument);
  return environment === undefined ? {} : { environment };
}

/** Every command of the product; a new one is a row here, a name in `names.ts` and an entry in `package.json`. */
const table: Readonly<Record<CommandName, Action>> = {
  addSignIn: later(async () => (await import('./addSignIn.ts')).addSignIn),
  apply,
  compare,
  copyDiagnostics: later(async () => (await import('./copyDiagnostics.ts')).copyDiagnostics),
  copyValue,
  declare: later(async () => (await import('./declare.ts')).declare),
  decodeToken: later(async () => (await import('./decodeToken.ts')).decodeToken),
  explainAccess: later(async () => (await import('./explainAccess.ts')).explainAccess),
  forgetEverything: later(async () => (await import('./forgetEverything.ts')).forgetEverything),
  inspectProvider: later(async () => (await import('./inspectProvider.ts')).inspectProvider),
  openApplication,
  openDeclaration,
  openProviderConsole,
  openSample: ({ samples }) => samples.open(),
  refresh,
  showLog: ({ log }) => {
    log.show();
    return Promise.resolve();
  },
  showMenu: (parts) => showMenu(parts, (name) => runCommand(parts, name)),
  showPlan,
  signIn: (parts, argument) => signIn(parts, askedAbout(parts, argument)),
  signInAs,
  signOut,
  signOutAtProvider,
  startLocalProvider,
  stopLocalProvider,
  switchAccount,
  useEnvironment,
};

/** Runs a command by its name. Failures arrive as they were thrown. */
export async function runCommand(parts: Parts, name: CommandName, argument?: unknown): Promise<void> {
  await table[name](parts, argument);
}
