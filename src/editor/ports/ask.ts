import * as vscode from 'vscode';
import type { Ask, Choice } from '../../ports.ts';

interface ChoiceItem<Value> extends vscode.QuickPickItem {
  readonly choice: Choice<Value>;
}

export const ask: Ask = {
  async confirm(question, details, agree) {
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail: details }, agree);
    return answer === agree;
  },

  async choose<Value>(
    title: string,
    choices: readonly Choice<Value>[],
    { stays = false, hint }: Parameters<Ask['choose']>[2] = {},
  ) {
    const items = choices.map((choice): ChoiceItem<Value> => {
      const { label, description, detail, icon } = choice;
      return {
        label,
        choice,
        ...(description === undefined ? {} : { description }),
        ...(detail === undefined ? {} : { detail }),
        ...(icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(icon) }),
      };
    });
    const picked = await vscode.window.showQuickPick(items, {
      title,
      matchOnDescription: true,
      ignoreFocusOut: stays,
      ...(hint === undefined ? {} : { placeHolder: hint }),
    });
    return picked?.choice.value;
  },

  async text(title, { prompt, value, placeholder, hidden, problem, signal }) {
    const ended = new vscode.CancellationTokenSource();
    const end = () => {
      ended.cancel();
    };
    signal?.addEventListener('abort', end, { once: true });
    const options: vscode.InputBoxOptions = {
      title,
      prompt,
      ignoreFocusOut: true, // what is pasted often comes from another window
      ...(value === undefined ? {} : { value }),
      ...(placeholder === undefined ? {} : { placeHolder: placeholder }),
      ...(hidden === undefined ? {} : { password: hidden }),
      ...(problem ? { validateInput: problem } : {}),
    };
    try {
      return await vscode.window.showInputBox(options, ended.token);
    } finally {
      signal?.removeEventListener('abort', end);
      ended.dispose();
    }
  },

  async tell(message, ...actions) {
    const answer = vscode.window.showInformationMessage(message, ...actions);
    return actions.length === 0 ? undefined : answer; // where nothing is asked, nothing waits for the message to go
  },
};
