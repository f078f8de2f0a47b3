/** What somebody else's extension sees of the sessions: it asks through the public API, and tells a test what it got. */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

/** A session without its token, which is told apart by its hash. */
export interface SeenSession {
  readonly id: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
  readonly fingerprint: string;
}

export interface Answer {
  readonly session?: SeenSession;
  /** As the editor words it. */
  readonly error?: string;
}

export function activate(context: vscode.ExtensionContext): void {
  let changes = 0;
  context.subscriptions.push(
    vscode.authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === 'sso') changes++;
    }),
    vscode.commands.registerCommand('second.ask', ask),
    vscode.commands.registerCommand('second.changes', () => changes),
  );
}

async function ask(scopes: readonly string[], options: vscode.AuthenticationGetSessionOptions): Promise<Answer> {
  try {
    const session = await vscode.authentication.getSession('sso', scopes, options);
    if (!session) return {};
    const { id, account, accessToken } = session;
    const fingerprint = createHash('sha256').update(accessToken).digest('hex').slice(0, 16);
    return { session: { id, account, scopes: session.scopes, fingerprint } };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
