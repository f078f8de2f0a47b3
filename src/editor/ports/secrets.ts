import type * as vscode from 'vscode';
import type { Secrets } from '../../ports.ts';

export function secretsOf(storage: vscode.SecretStorage): Secrets {
  return {
    get: async (key) => storage.get(key),
    store: async (key, value) => storage.store(key, value),
    delete: async (key) => storage.delete(key),
    keys: async () => storage.keys(),
    onDidChange: (listener) =>
      storage.onDidChange(({ key }) => {
        listener(key);
      }),
  };
}
