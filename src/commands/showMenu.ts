import { menu } from '../views/menu.ts';
import type { CommandName } from './names.ts';
import type { Parts } from './parts.ts';

/** *SSO: Show Menu*. What a click on the status bar offers: only what makes sense now. */
export async function showMenu(
  { ask, store }: Pick<Parts, 'ask' | 'store'>,
  run: (command: CommandName) => Promise<void>,
): Promise<void> {
  const { environment } = store.current.workspace;
  const command = await ask.choose(`SSO: ${environment.name}`, menu(store.current));
  if (command !== undefined) await run(command);
}
