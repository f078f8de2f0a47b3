import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import type { ShownText } from '../ports.ts';
import { compare } from './compare.ts';

describe('compare', () => {
  const shop = { kind: 'application', application: 'shop' };

  it('shows what is registered on the left and what is declared on the right', async () => {
    const world = await worldOf({ picks: 'Shop' });
    for (const argument of [{ subject: shop }, undefined]) {
      await compare(world.deps, argument);
      const [title, left, right] = world.compared.pop() ?? [];
      assert.equal(title, 'Shop: registered ↔ declared');
      assert.deepEqual([left?.name, right?.name], ['shop registered.json', 'shop declared.json']);
      assert.ok(left?.text.includes('"Old"') && right?.text.includes('"Shop"'));
    }
    assert.deepEqual(world.asked, ['choose: Compare']);
  });

  it('makes nothing but text of a name in the title', async () => {
    const world = await worldOf();
    const hostile = { ...declaration, applications: { shop: { name: '$(bug)\u202e', type: 'web' } } };
    world.reader.declare(JSON.stringify(hostile));
    await compare(world.deps, shop);
    assert.equal(world.compared[0]?.[0], String.raw`$ (bug)\u202e: registered ↔ declared`);
  });

  it('shows an application that is not registered against nothing', async () => {
    const world = await worldOf();
    await compare(world.deps, { kind: 'application', application: 'orders' });
    assert.equal(world.compared[0]?.[1].text, '// not registered\n');
  });

  it('shows nothing when dismissed, and nothing for what is not declared', async () => {
    const world = await worldOf();
    await compare(world.deps, undefined);
    await compare(world.deps, { kind: 'application', application: 'gone' });
    assert.deepEqual(world.compared, []);
  });

  const unreadable: readonly [failure: ErrorCode, message: RegExp][] = [
    ['provider.answerInvalid', /not understood/],
    ['provider.denied', /no right to read/],
    ['provider.unreachable', /not reachable/],
    ['session.expired', /sign in again/],
  ];
  for (const [code, message] of unreadable) {
    it(`compares with nothing after ${code}, and says why`, async () => {
      const world = await worldOf({ fails: code });
      await assert.rejects(compare(world.deps, shop), { code, message });
      assert.deepEqual(world.compared, []);
    });
  }

  const unasked: readonly [found: UnknownReason, code: ErrorCode][] = [
    ['hidden', 'provider.denied'],
    ['neverRead', 'provider.unreachable'],
    ['stopped', 'localProvider.notRunning'],
    ['unsupported', 'environment.unsupported'],
  ];
  for (const [reason, code] of unasked) {
    it(`fails with ${code} where the registration is ${reason}`, async () => {
      const world = await worldOf();
      const unknown = { kind: 'unknown', reason } as const;
      const { standings } = world.deps.store.current;
      world.deps.store.update({ standings: standings.map((known) => ({ ...known, found: unknown, status: unknown })) });
      await assert.rejects(compare(world.deps, shop), { code });
    });
  }
});

async function worldOf({ picks, fails }: { picks?: string; fails?: ErrorCode } = {}) {
  const provider = fakeDirectory({ shop: { name: 'Old' } });
  if (fails) {
    provider.directory.find = () => Promise.reject(new SsoError(fails, { message: 'No.' }));
  }
  const { store, reader } = readWorkspace(declaration, provider);
  await reader.refresh(new AbortController().signal);
  const compared: (readonly [title: string, left: ShownText, right: ShownText])[] = [];
  const ask = fakeAsk({ choose: () => picks });
  const documents = {
    compare: (...shown: [string, ShownText, ShownText]) => Promise.resolve(void compared.push(shown)),
  };
  return { deps: { ask, documents, store }, reader, compared, asked: ask.asked };
}
