import { SsoError } from '../base/ssoError.ts';
import { decodeToken as decode } from '../tokens/decode.ts';
import { sessionInUse } from '../state/snapshot.ts';
import { sessionDocument, tokenDocument } from '../views/tokenDocument.ts';
import type { Choice } from '../ports.ts';
import type { Of, Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'clock' | 'store'> &
  Of<'clipboard', 'read'> &
  Of<'documents', 'selection' | 'show'> &
  Of<'sessions', 'tokens'>;
type Source = 'selection' | 'clipboard' | 'session' | 'typed';

/**
 * *SSO: Decode Token*. Reads the selection, the clipboard, the current session, or what the person pastes. The token
 * goes into a read-only document and nowhere else: nothing is sent, logged or stored.
 */
export async function decodeToken(deps: Deps): Promise<void> {
  const { ask, documents } = deps;
  const selected = documents.selection().trim();
  const source = selected === '' ? await ask.choose('Decode Token', sources(deps), { stays: true }) : 'selection';
  if (source === undefined) return;
  const text = source === 'session' ? await ofSession(deps) : await ofText(deps, source, selected);
  if (text !== undefined) await documents.show({ name: 'Token.jsonc', language: 'jsonc', text });
}

function sources({ store }: Deps): readonly Choice<Source>[] {
  const session = sessionInUse(store.current);
  return [
    { label: 'Paste or type a token', icon: 'edit', value: 'typed' },
    { label: 'Token in the clipboard', icon: 'clippy', value: 'clipboard' },
    ...(session
      ? [
          {
            label: 'Tokens of the current session',
            description: session.account.label,
            icon: 'account',
            value: 'session' as const,
          },
        ]
      : []),
  ];
}

async function ofText(deps: Deps, source: Exclude<Source, 'session'>, selected: string): Promise<string | undefined> {
  const { ask, clipboard, clock } = deps;
  const text = await {
    selection: () => Promise.resolve(selected),
    clipboard: () => clipboard.read(),
    typed: () =>
      ask.text('Decode Token', { prompt: 'Paste a token. It is decoded here and kept nowhere.', hidden: true }),
  }[source]();
  return text === undefined ? undefined : tokenDocument(decode(text), clock.now());
}

async function ofSession({ clock, sessions, store }: Deps): Promise<string> {
  const session = sessionInUse(store.current);
  if (!session) {
    throw new SsoError('token.none', { message: 'Nobody is signed in to this environment.', hint: 'Sign in first.' });
  }
  const { idToken, accessToken } = await sessions.tokens(session.id);
  return sessionDocument(
    [
      { title: 'ID token', decoded: decode(idToken) },
      { title: 'Access token', decoded: decode(accessToken) },
    ],
    clock.now(),
  );
}
