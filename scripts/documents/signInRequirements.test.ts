import assert from 'node:assert/strict';
import { signInPoints } from './signInPoints.ts';
import { pointsWithoutTest, signInRequirements } from './signInRequirements.ts';
import { testTitles, titlesIn } from './testTitles.ts';

/** Points whose test is still to come. */
const notYet: readonly string[] = ['G51'];

describe('requirements of signing in', () => {
  it('are 66 points, numbered through', () => {
    const numbers = signInPoints.flatMap(({ points }) => points.map(({ number }) => number));
    assert.deepEqual(
      numbers,
      Array.from({ length: 66 }, (_, index) => index + 1),
    );
  });

  it('are each one sentence', () => {
    const texts = signInPoints.flatMap(({ points }) => points.flatMap(({ promise, limit }) => [promise, limit ?? '.']));
    assert.deepEqual(
      texts.filter((text) => !text.endsWith('.')),
      [],
    );
  });

  it('have each a test that names it', () => {
    assert.deepEqual(
      pointsWithoutTest(signInPoints, testTitles()).filter((point) => !notYet.includes(point)),
      [],
    );
  });

  it('find titles in calls, tables and templates, and take nothing else for one', () => {
    const text = [
      "it('A1 refuses http', () => {});",
      "const cases = [['D29 HS256', 1], ['F5', 2], ['B7', 3], ['UTF8 text', 4], ['x D30 inside', 5]];",
      'it(`H54 C15 with ${title}, T9 too`, () => {});',
      "it('E33 E37 F6 all who ask, G49 under the same id', () => {});",
    ].join('\n');
    assert.deepEqual(titlesIn('a.test.ts', text), [
      { file: 'a.test.ts', title: 'A1 refuses http', numbers: ['A1'] },
      { file: 'a.test.ts', title: 'D29 HS256', numbers: ['D29'] },
      { file: 'a.test.ts', title: 'H54 C15 with …, T9 too', numbers: ['H54', 'C15', 'T9'] },
      {
        file: 'a.test.ts',
        title: 'E33 E37 F6 all who ask, G49 under the same id',
        numbers: ['E33', 'E37', 'F6', 'G49'],
      },
    ]);
  });

  it('show hostile titles as text, a point without a test, and a limit', () => {
    const groups = [
      {
        letter: 'A',
        title: 'Discovery',
        points: [
          { number: 1, promise: 'One.' },
          { number: 2, promise: 'Two.', limit: 'Not everywhere.' },
        ],
      },
    ];
    const titles = [{ file: 'src/a.test.ts', title: 'A1 T7 escapes <b> and [x](y)', numbers: ['A1', 'T7'] }];
    const document = signInRequirements(groups, titles);
    assert.match(
      document,
      /\n- \[src\/a\.test\.ts\]\(\.\.\/src\/a\.test\.ts\): A1 T7 escapes \\<b\\> and \\\[x\\\]\(y\)/,
    );
    assert.match(document, /### A2\n\nTwo\.\n\n_Not everywhere\._\n\nNo test names it\./);
    assert.deepEqual(pointsWithoutTest(groups, titles), ['A2']);
  });
});
