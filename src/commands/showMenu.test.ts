import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { commandIds } from './names.ts';
import { showMenu } from './showMenu.ts';

describe('showMenu', () => {
  for (const [picks, ran] of [
    ['Sign In', ['signIn']],
    ['Decode Token', ['decodeToken']],
    [undefined, []],
  ] as const) {
    it(`runs ${ran.join() || 'nothing'} after ${picks ?? 'it was dismissed'}`, async () => {
      const { store } = readWorkspace(declaration, fakeDirectory());
      const commands: string[] = [];
      const ask = fakeAsk({ choose: () => picks });
      await showMenu({ ask, store }, (command) => Promise.resolve(void commands.push(command)));
      assert.deepEqual([commands, ask.asked], [ran, ['choose: SSO: local']]);
      for (const command of commands) assert.ok(command in commandIds);
    });
  }

  it('passes on how the command failed', async () => {
    const { store } = readWorkspace(declaration, fakeDirectory());
    const failure = new Error('failed');
    const ask = fakeAsk({ choose: () => 'Sign In' });
    await assert.rejects(
      showMenu({ ask, store }, () => Promise.reject(failure)),
      failure,
    );
  });
});
