import assert from 'node:assert/strict';
import { SavedValue } from './savedValue.ts';
import type { StateFolder } from './stateFolder.ts';

describe('SavedValue', () => {
  it('gathers changes made during a write, and settles each when it is saved', async () => {
    const { folder, writes, finish } = slowFolder();
    let value = 1;
    const file = new SavedValue(folder, 'x.json', () => value);
    const saved: string[] = [];
    const first = file.save().then(() => saved.push('first'));
    value = 2;
    const second = file.save().then(() => saved.push('second'));
    value = 3;
    const third = file.save().then(() => saved.push('third'));
    finish();
    await first;
    assert.deepEqual([writes, saved], [[1, 3], ['first']]);
    finish();
    await Promise.all([second, third]);
    assert.deepEqual(writes, [1, 3]);
  });

  it('tells those who waited that a write failed, and writes on', async () => {
    const { folder, writes, finish } = slowFolder();
    const file = new SavedValue(folder, 'x.json', () => 'value');
    const first = file.save();
    const second = file.save();
    finish(new Error('disk full'));
    await assert.rejects(first, /disk full/);
    finish();
    await second;
    await file.settled();
    assert.equal(writes.length, 2);
  });
});

function slowFolder() {
  const writes: unknown[] = [];
  let finish: (error?: Error) => void = () => undefined;
  const folder: StateFolder = {
    path: '',
    read: () => undefined,
    write: (_name, value) => {
      writes.push(value);
      return new Promise((resolve, reject) => {
        finish = (error) => {
          if (error) reject(error);
          else resolve();
        };
      });
    },
    create: () => Promise.reject(new Error('not used')),
    remove: () => Promise.reject(new Error('not used')),
  };
  return {
    folder,
    writes,
    finish: (error?: Error) => {
      finish(error);
    },
  };
}
