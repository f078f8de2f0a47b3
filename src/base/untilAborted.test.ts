import assert from 'node:assert/strict';
import { untilAborted } from './untilAborted.ts';

describe('untilAborted', () => {
  it('comes to what the work comes to, and lets go of the signal', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(untilAborted(Promise.reject(new Error('no')), signal), /no/);
  });

  it('throws the reason at once, also when it was aborted before', async () => {
    const ending = new AbortController();
    const waiting = untilAborted(new Promise(() => undefined), ending.signal);
    ending.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(untilAborted(Promise.resolve(1), AbortSignal.abort('a text')), /Aborted/);
  });
});
