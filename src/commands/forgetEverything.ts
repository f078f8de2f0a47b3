import { count } from '../views/statusWords.ts';
import type { Of, Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'memory' | 'personMemory' | 'secrets' | 'store'> &
  Of<'sessions', 'ended' | 'forgetAll' | 'list'> &
  Of<'reader', 'declare'>;

/**
 * *SSO: Forget Everything*. Signs out everywhere and empties what the product keeps in this editor, in every workspace;
 * `sso.json` and the local provider's own state stay.
 */
export async function forgetEverything(deps: Deps): Promise<void> {
  const { ask, memory, personMemory, reader, secrets, sessions, store } = deps;
  const agreed = await ask.confirm(
    'Forget everything that SSO Toolkit keeps in this editor?',
    'Every session of every workspace is signed out. Registrations of this editor, client secrets of applications that were kept here, the providers you agreed to, and what is in use in this workspace are forgotten. sso.json and the local provider stay as they are.',
    'Forget Everything',
  );
  if (!agreed) return;
  const forgotten = await sessions.forgetAll();
  for (const key of await secrets.keys()) await secrets.delete(key);
  for (const kept of [memory, personMemory]) for (const key of kept.keys()) await kept.set(key, undefined);
  store.update({
    sessions: await sessions.list(),
    ended: await sessions.ended(),
    contacts: new Map(),
    signIn: { kind: 'idle' },
  });
  const { file } = store.current;
  reader.declare(file.kind === 'read' ? file.text : undefined);
  await ask.tell(
    `Everything was forgotten: ${count(forgotten.sessions, 'session')} and ${count(forgotten.others, 'other record')}.`,
  );
}
