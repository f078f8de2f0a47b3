import assert from 'node:assert/strict';
import { Turns } from './turns.ts';

describe('Turns', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('begins nothing before the work in front has ended', async () => {
    const turns = new Turns();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`+${name}`);
      await turn();
      steps.push(`-${name}`);
      return name;
    };
    assert.deepEqual(await Promise.all([turns.take(work('1')), turns.take(work('2'))]), ['1', '2']);
    assert.deepEqual(steps, ['+1', '-1', '+2', '-2']);
  });

  it('tells a failure to the asker only', async () => {
    const turns = new Turns();
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('next'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'next');
  });

  it('keeps names apart, and forgets them', async () => {
    const turns = new Turns();
    const inner = () => turns.take(() => Promise.resolve('inner'), 'b');
    assert.equal(await turns.take(inner, 'a'), 'inner');
    await turn();
    assert.equal(turns.busy, 0);
  });
});
