import { Emitter } from '../../src/base/emitter.ts';
import type { Secrets } from '../../src/ports.ts';

/** One secret storage that several windows share: every window hears of every change. */
export function fakeSecrets(values = new Map<string, string>()): Secrets & { readonly values: Map<string, string> } {
  const changes = new Emitter<string>();
  return {
    values,
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => {
      values.set(key, value);
      changes.fire(key);
      return Promise.resolve();
    },
    delete: (key) => {
      values.delete(key);
      changes.fire(key);
      return Promise.resolve();
    },
    keys: () => Promise.resolve([...values.keys()]),
    onDidChange: changes.event,
  };
}
