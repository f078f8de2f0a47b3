import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fileLock } from './fileLock.ts';

describe('fileLock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const log = fakeLog();
  const lockOf = (options = {}) => fileLock({ folder, log, ...options });

  /** A lock file as another process would leave it. */
  function left(owner: unknown, ageMs = 0, name = 'a.lock'): void {
    const path = join(folder, name);
    writeFileSync(path, typeof owner === 'string' ? owner : JSON.stringify(owner));
    const then = new Date(Date.now() - ageMs);
    utimesSync(path, then, then);
  }

  it('E37 runs work under one name one after the other, in one and in several holders', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`+${name}`);
      await new Promise(setImmediate);
      log.push(`-${name}`);
    };
    const [one, other] = [lockOf(), lockOf()];
    await Promise.all([one.during('a', work('1')), one.during('a', work('2')), other.during('a', work('3'))]);
    for (let index = 0; index < log.length; index += 2) assert.equal(log[index]?.slice(1), log[index + 1]?.slice(1));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('keeps names apart, also odd ones', async () => {
    const lock = lockOf();
    await lock.during('a', () => lock.during('../b/c', () => lock.during('ü', () => Promise.resolve())));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('releases after a failure, and hands it on', async () => {
    const lock = lockOf();
    await assert.rejects(
      lock.during('a', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await lock.during('a', () => Promise.resolve(1)), 1);
  });

  it('E37 takes over the lock of a dead process, and one without a heartbeat', async () => {
    for (const [owner, age] of [
      [{ token: 'x', pid: 2 ** 22 + 1, host: hostname() }, 0],
      [{ token: 'x', pid: process.pid, host: hostname() }, 31_000],
      [{ token: 'x', pid: 1, host: 'elsewhere' }, 31_000],
      ['', 31_000],
    ] as const) {
      left(owner, age);
      assert.equal(await lockOf().during('a', () => Promise.resolve(1)), 1);
      assert.deepEqual(readdirSync(folder), []);
    }
  });

  it('E37 of many who find a dead lock one at a time gets in', async () => {
    left({ token: 'x', pid: 2 ** 22 + 1, host: hostname() });
    let inside = 0;
    let most = 0;
    const enter = async () => {
      most = Math.max(most, ++inside);
      for (let looks = 0; looks < 5; looks++) await readdir(folder); // as long as the others need for looking
      inside--;
    };
    await Promise.all(Array.from({ length: 12 }, () => lockOf().during('a', enter)));
    assert.equal(most, 1);
  });

  it('E37 leaves a dead lock to whoever is taking it over, unless that one died too', async () => {
    left({ token: 'x', pid: 2 ** 22 + 1, host: hostname() });
    left('', 0, 'a.lock.takeover');
    await assert.rejects(
      lockOf({ patienceMs: 50 }).during('a', () => Promise.resolve()),
      { code: 'session.locked' },
    );
    assert.deepEqual(readdirSync(folder), ['a.lock', 'a.lock.takeover']);
    left('', 31_000, 'a.lock.takeover');
    assert.equal(await lockOf().during('a', () => Promise.resolve(1)), 1);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('waits for a living owner, and says when that takes too long', async () => {
    for (const owner of [
      { token: 'x', pid: process.pid, host: hostname() },
      { token: 'x', pid: 1, host: 'elsewhere' },
      '{',
    ]) {
      left(owner);
      await assert.rejects(
        lockOf({ patienceMs: 50 }).during('a', () => Promise.resolve()),
        { code: 'session.locked' },
      );
    }
  });

  it('goes on without protection where no lock can be kept, and says so', async () => {
    writeFileSync(join(folder, 'file'), '');
    chmodSync(folder, 0o700);
    const lock = fileLock({ folder: join(folder, 'file', 'below'), log });
    assert.equal(await lock.during('a', () => Promise.resolve(1)), 1);
    assert.match(log.lines.at(-1) ?? '', /without/);
  });
});
