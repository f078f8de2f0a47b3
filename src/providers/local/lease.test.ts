import assert from 'node:assert/strict';
import type { Clock, Fetch } from '../../ports.ts';
import { silenceLimit, takeLease } from './lease.ts';

const access = { issuer: 'http://127.0.0.1:9400', secret: 'top secret' };

describe('takeLease', () => {
  it('names the window, and holds until the connection ends', async () => {
    const world = fakeWorld();
    await world.take();
    assert.deepEqual(world.asked, ['http://127.0.0.1:9400/admin/lease?window=window+1 Bearer top secret']);
    world.beat();
    await settled();
    assert.equal(world.lost(), 0);
    world.end();
    await settled();
    assert.equal(world.lost(), 1);
  });

  it('is lost when the connection breaks', async () => {
    const world = fakeWorld();
    await world.take();
    world.breakOff();
    await settled();
    assert.equal(world.lost(), 1);
  });

  it('is lost after a silence, and not while there are heartbeats', async () => {
    const world = fakeWorld();
    await world.take();
    world.pass(silenceLimit - 1);
    world.beat();
    await settled();
    world.pass(silenceLimit - 1);
    await settled();
    assert.equal(world.lost(), 0);
    world.pass(1);
    await settled();
    assert.equal(world.lost(), 1);
  });

  it('is given back without being lost', async () => {
    const world = fakeWorld();
    const lease = await world.take();
    lease.dispose();
    await settled();
    assert.equal(world.lost(), 0);
    assert.ok(world.signal()?.aborted);
    assert.equal(world.timers(), 0);
  });

  it('is refused where the provider refuses it or does not answer', async () => {
    await assert.rejects(fakeWorld(() => Promise.resolve(new Response('', { status: 401 }))).take(), {
      code: 'provider.refused',
    });
    await assert.rejects(fakeWorld(() => Promise.reject(new TypeError('fetch failed'))).take(), {
      code: 'provider.unreachable',
    });
  });
});

/** Streams move on in turns of the event loop. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function fakeWorld(answer?: () => Promise<Response>) {
  const asked: string[] = [];
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  let signal: AbortSignal | undefined;
  let now = 0;
  let lost = 0;
  const timers = new Map<object, { readonly at: number; readonly work: () => void }>();
  const clock: Clock = {
    now: () => new Date(now),
    after: (milliseconds, work) => {
      const key = {};
      timers.set(key, { at: now + milliseconds, work });
      return {
        dispose: () => {
          timers.delete(key);
        },
      };
    },
  };
  const fetch: Fetch = (input, init) => {
    asked.push(
      [String(input instanceof Request ? input.url : input), new Headers(init?.headers).get('authorization')].join(' '),
    );
    signal = init?.signal ?? undefined;
    if (answer) return answer();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        stream = controller;
        signal?.addEventListener('abort', () => {
          controller.error(new DOMException('aborted', 'AbortError'));
        });
      },
    });
    return Promise.resolve(new Response(body));
  };
  return {
    asked,
    take: () =>
      takeLease(access, 'window 1', { fetch, clock }, () => {
        lost++;
      }),
    beat: () => stream?.enqueue(new Uint8Array([10])),
    end: () => stream?.close(),
    breakOff: () => stream?.error(new TypeError('terminated')),
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const [key, { at, work }] of [...timers]) if (at <= now && timers.delete(key)) work();
    },
    lost: () => lost,
    signal: () => signal,
    timers: () => timers.size,
  };
}
