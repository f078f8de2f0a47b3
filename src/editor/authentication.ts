import * as vscode from 'vscode';
import { SsoError } from '../base/ssoError.ts';
import type { Product } from '../compose.ts';
import type { Environment } from '../model/environment.ts';
import type { SessionFacts } from '../model/session.ts';
import type { Log } from '../ports.ts';
import { askedOf, editorAccount, matchingSessions } from '../sessions/authentication.ts';
import { errorLine, errorText } from '../views/errorText.ts';
import type { LoadedAuthentication } from './lateAuthentication.ts';

/**
 * The product's sessions as the editor's Accounts menu and other extensions see them. Consent is the editor's. A call
 * always settles, and none asks the editor for a session of ours.
 */
export function authenticationOf(product: Product, log: Log): LoadedAuthentication {
  const { sessions } = product;
  return {
    async getSessions(scopes, { account }) {
      const matching = matchingSessions(await sessions.list(), {
        scopes,
        accountId: account?.id,
        environment: environmentFor(scopes),
      });
      const found = await Promise.all(matching.map((facts) => withTokens(facts, scopes === undefined)));
      return found.filter((session) => session !== undefined);
    },

    async createSession(scopes, { account }) {
      try {
        const facts = await product.signIn(scopes, account);
        const { accessToken } = await sessions.tokens(facts.id);
        return { ...shown(facts), accessToken, scopes: scopes.length === 0 ? facts.scopes : [...scopes] };
      } catch (error) {
        log.warn(errorLine(error));
        if (error instanceof SsoError && errorText(error).tone !== 'failure') throw new vscode.CancellationError();
        throw new Error(errorText(error).message, { cause: error });
      }
    },

    removeSession: (id) => sessions.remove(id),

    onDidChange: (listener) =>
      sessions.onDidChange(({ added, removed, changed }) => {
        listener({ added: added.map(shown), removed: removed.map(shown), changed: changed.map(shown) });
      }),
  };

  /** The environment that the scopes name, else the one in use. */
  function environmentFor(scopes: readonly string[] | undefined): Environment | undefined {
    const { environments, workspace } = product.store.current;
    const named = scopes && askedOf(scopes).environment;
    return named === undefined ? workspace.environment : environments.find(({ name }) => name === named);
  }

  /** A session whose tokens cannot be renewed just now stays in the list of accounts, without a token. */
  async function withTokens(facts: SessionFacts, isList: boolean): Promise<vscode.AuthenticationSession | undefined> {
    try {
      const { accessToken } = await sessions.tokens(facts.id);
      return { ...shown(facts), accessToken };
    } catch (error) {
      if (!(error instanceof SsoError)) throw error;
      log.warn(errorLine(error));
      if (error.code === 'session.expired') return undefined;
      if (isList) return shown(facts);
      throw new Error(errorText(error).message, { cause: error });
    }
  }
}

const shown = (facts: SessionFacts): vscode.AuthenticationSession => ({
  id: facts.id,
  account: editorAccount(facts),
  scopes: facts.scopes,
  accessToken: '',
});
