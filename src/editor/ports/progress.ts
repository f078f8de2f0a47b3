import * as vscode from 'vscode';
import type { Progress } from '../../ports.ts';

export const progress: Progress = {
  async briefly(title, work) {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
  },

  async during(title, work) {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (notification, token) => {
      const cancelled = new AbortController();
      const watch = token.onCancellationRequested(() => {
        cancelled.abort();
      });
      try {
        return await work((step) => {
          notification.report({ message: step });
        }, cancelled.signal);
      } finally {
        watch.dispose();
      }
    });
  },
};
