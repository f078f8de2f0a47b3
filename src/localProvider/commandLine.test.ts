import assert from 'node:assert/strict';
import { readCommandLine } from './commandLine.ts';
import { wordsOf } from './console.ts';

describe('command line of the local provider', () => {
  it('has defaults for all that is not asked', () => {
    assert.deepEqual(readCommandLine(['--state', 's', '--port', '9400']), {
      kind: 'serve',
      state: 's',
      port: 9400,
      declaration: undefined,
      linger: 8000,
      accessTokenTtl: 3600,
    });
  });

  it('keeps the command of the console apart', () => {
    assert.deepEqual(readCommandLine(['console', '--state', 's', '--', 'set', 'shop', '--state']), {
      kind: 'console',
      state: 's',
      command: ['set', 'shop', '--state'],
    });
    assert.deepEqual(readCommandLine(['console', '--state', 's']), { kind: 'console', state: 's', command: [] });
  });

  const wrong: readonly (readonly string[])[] = [
    [],
    ['--port', '9400'],
    ['--state', 's'],
    ['--state', '', '--port', '1'],
    ['--state', 's', '--port', '-1'],
    ['--state', 's', '--port', '1e3'],
    ['--state', 's', '--port', '65536'],
    ['--state', 's', '--port', '1', '--linger', 'long'],
    ['--state', 's', '--port', '1', '--access-token-ttl', '0'],
    ['--state', 's', '--port', '1', 'more'],
    ['console'],
  ];
  for (const args of wrong) {
    it(`refuses ${args.join(' ') || 'nothing'}`, () => {
      assert.equal(readCommandLine(args).kind, 'wrong');
    });
  }

  it('splits a line of the console into words', () => {
    assert.deepEqual(wordsOf('  set shop  name "The Shop" "" x'), ['set', 'shop', 'name', 'The Shop', '', 'x']);
  });
});
