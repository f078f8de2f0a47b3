import assert from 'node:assert/strict';
import { applicationOf, personOf, subjectOf } from './subject.ts';

describe('subjectOf', () => {
  const cases: readonly [title: string, argument: unknown, expected: unknown][] = [
    ['nothing', undefined, undefined],
    ['a row', { subject: { kind: 'application', application: 'shop' } }, { kind: 'application', application: 'shop' }],
    ['a subject', { kind: 'person', person: 'bob' }, { kind: 'person', person: 'bob' }],
    [
      'a person in an application',
      { kind: 'person', person: 'bob', application: 'shop', more: 1 },
      { kind: 'person', person: 'bob', application: 'shop' },
    ],
    ['T37 a text', 'shop', undefined],
    ['T37 a list', [{ kind: 'person', person: 'bob' }], undefined],
    ['T37 another kind', { kind: 'file', file: '/etc/passwd' }, undefined],
    ['T37 a number for a key', { kind: 'application', application: 7 }, undefined],
    ['T37 a circle', circle(), undefined],
  ];
  for (const [title, argument, expected] of cases) {
    it(title, () => {
      assert.deepEqual(subjectOf(argument), expected);
    });
  }

  it('gives the application and the person where there is one', () => {
    const argument = { kind: 'person', person: 'bob', application: 'shop' };
    assert.deepEqual([applicationOf(argument), personOf(argument)], ['shop', 'bob']);
    assert.deepEqual([applicationOf({ kind: 'text', text: 'x' }), personOf(undefined)], [undefined, undefined]);
  });
});

function circle(): unknown {
  const round: Record<string, unknown> = {};
  round['subject'] = round;
  return round;
}
