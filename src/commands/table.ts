import { addSignIn } from './addSignIn.ts';
import { apply } from './apply.ts';
import { compare } from './compare.ts';
import { declare } from './declare.ts';
import { decodeToken } from './decodeToken.ts';
import { explainAccess } from './explainAccess.ts';
import { inspectProvider } from './inspectProvider.ts';
import type { CommandName } from './names.ts';
import { copyValue, openApplication, openDeclaration, openProviderConsole } from './openThings.ts';
import type { Parts } from './parts.ts';
import { refresh } from './refresh.ts';
import { showMenu } from './showMenu.ts';
import { showPlan } from './showPlan.ts';
import { signIn } from './signIn.ts';
import { signInAs } from './signInAs.ts';
import { signOut } from './signOut.ts';
import { startLocalProvider } from './startLocalProvider.ts';
import { stopLocalProvider } from './stopLocalProvider.ts';
import { useEnvironment } from './useEnvironment.ts';

/** What a command does with what it was called on. Resolves to nothing, so that no other extension is handed anything. */
type Action = (parts: Parts, argument: unknown) => Promise<unknown>;

/** Every command of the product; a new one is a row here, a name in `names.ts` and an entry in `package.json`. */
const table: Readonly<Record<CommandName, Action>> = {
  addSignIn,
  apply,
  compare,
  copyValue,
  declare,
  decodeToken,
  explainAccess,
  inspectProvider,
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
  signIn: (parts) => signIn(parts),
  signInAs,
  signOut,
  startLocalProvider,
  stopLocalProvider,
  useEnvironment,
};

/** Runs a command by its name. Failures arrive as they were thrown. */
export async function runCommand(parts: Parts, name: CommandName, argument?: unknown): Promise<void> {
  await table[name](parts, argument);
}
