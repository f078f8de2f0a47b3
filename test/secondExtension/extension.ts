/** What somebody else's extension sees of the sessions: it asks through the public API, and tells a test what it got. */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
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
    vscode.commands.registerCommand('second.callOddly', callOddly),
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

/** Arguments that no menu and no row gives; some can only come from inside the same extension host. */
const odd: readonly unknown[] = [
  null,
  7n,
  'x'.repeat(1_000_000),
  { kind: '__proto__', subject: { kind: 'constructor', constructor: 'session' } },
  { kind: 'session', session: '__proto__' },
  {
    get subject(): never {
      throw new Error('not to be read');
    },
  },
];

/** Calls a command with each of them, one after another. Returns what came back, as text. */
async function callOddly(command: string): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const argument of odd) {
    const work = Promise.resolve(vscode.commands.executeCommand(command, argument));
    answers.push(
      await work.then(
        (value: unknown) => (value === undefined ? 'nothing' : inspect(value)),
        (error: unknown) => `failed: ${String(error)}`,
      ),
    );
  }
  return answers;
}
