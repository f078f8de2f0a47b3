import type { Memory } from '../../src/ports.ts';

export function fakeMemory(values = new Map<string, string>()): Memory & { readonly values: Map<string, string> } {
  return {
    values,
    get: (key) => values.get(key),
    set: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
      return Promise.resolve();
    },
    keys: () => [...values.keys()],
  };
}
