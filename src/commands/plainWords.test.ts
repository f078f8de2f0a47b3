import assert from 'node:assert/strict';
import type { Ask, Choice, Progress } from '../ports.ts';
import { inPlainWords } from './plainWords.ts';

const name = '[Shop](command:evil) $(bug)';
const plain = '[Shop] (command:evil) $ (bug)';

describe('what commands ask and say', () => {
  it('holds no link, command or icon of a name, wherever it stands', async () => {
    const { said, parts } = world();
    const { ask } = inPlainWords(parts);
    await ask.confirm(name, `${name}\n${name}`, 'Apply');
    await ask.choose(name, [{ label: name, description: name, detail: name, icon: 'window', value: name }]);
    await ask.choose('bare', [{ label: 'bare', value: 1 }], { stays: true });
    await ask.text(name, { prompt: name, value: name, hidden: true });
    await ask.tell(name, 'Install Packages');
    assert.deepEqual(said, [
      [plain, `${plain}\n${plain}`, 'Apply'],
      [plain, [{ label: plain, description: plain, detail: plain, icon: 'window', value: name }], undefined],
      ['bare', [{ label: 'bare', value: 1 }], { stays: true }],
      [plain, { prompt: plain, value: name, hidden: true }],
      [plain, 'Install Packages'],
    ]);
  });

  it('T41 holds none in hints, nor in what is said of a text that was typed', async () => {
    const { said, parts } = world();
    const { ask } = inPlainWords(parts);
    await ask.choose('bare', [], { stays: true, hint: name });
    await ask.text('bare', { prompt: 'bare', problem: (text) => (text === 'wrong' ? name : undefined) });
    assert.deepEqual(said[0], ['bare', [], { stays: true, hint: plain }]);
    const { problem } = said[1]?.[1] as Parameters<Ask['text']>[1];
    assert.deepEqual([problem?.('wrong'), problem?.('right')], [plain, undefined]);
  });

  it('holds none in progress messages either, and gives back what the work came to', async () => {
    const { said, parts } = world();
    const { progress } = inPlainWords(parts);
    const results = [
      await progress.briefly(name, () => Promise.resolve(1)),
      await progress.during(name, (report, cancelled) => {
        report(name);
        return Promise.resolve(cancelled.aborted);
      }),
    ];
    assert.deepEqual(
      [results, said],
      [
        [1, false],
        [[plain], [plain], [plain]],
      ],
    );
  });
});

function world() {
  const said: unknown[][] = [];
  const hear = (...words: unknown[]): void => void said.push(words);
  const ask: Ask = {
    confirm: (...words) => (hear(...words), Promise.resolve(true)),
    choose: <Value>(title: string, choices: readonly Choice<Value>[], options?: object) => {
      hear(title, choices, options);
      return Promise.resolve(choices[0]?.value);
    },
    text: (...words) => (hear(...words), Promise.resolve('')),
    tell: (...words) => (hear(...words), Promise.resolve(undefined)),
  };
  const progress: Progress = {
    briefly: (title, work) => (hear(title), work()),
    during: (title, work) => (hear(title), work(hear, new AbortController().signal)),
  };
  return { said, parts: { ask, progress } };
}
