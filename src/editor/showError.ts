import * as vscode from 'vscode';
import type { Log } from '../ports.ts';
import { errorLine, errorText } from '../views/errorText.ts';

/** How long a message in the status bar stays. */
const inPassingMs = 5000;

/** The one place where the product shows an error. Everything else throws. */
export async function showError(thrown: unknown, log: Log): Promise<void> {
  if (thrown instanceof vscode.CancellationError) return;
  const { message, tone } = errorText(thrown);
  if (tone !== 'failure') {
    log.info(errorLine(thrown));
    if (tone === 'chosen') await vscode.window.showInformationMessage(message);
    else vscode.window.setStatusBarMessage(message, inPassingMs);
    return;
  }
  log.error(errorLine(thrown));
  const answer = await vscode.window.showErrorMessage(message, 'Show Log');
  if (answer === 'Show Log') log.show();
}
