import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import type { ShownText } from '../ports.ts';
import { explainAccess } from './explainAccess.ts';

describe('explainAccess', () => {
  const cases: readonly [
    title: string,
    argument: unknown,
    picks: string | undefined,
    name: string | undefined,
    words: RegExp,
  ][] = [
    ['of the person of a row', { subject: { kind: 'person', person: 'alice' } }, undefined, 'Alice Adams', /sales/],
    ['of whoever is picked', undefined, 'Carol Clark', 'Carol Clark', /in no group/],
    [
      'in the application of the row',
      { subject: { kind: 'person', person: 'alice', application: 'orders' } },
      undefined,
      'Alice Adams',
      /## Orders/,
    ],
    [
      'of somebody who is not declared',
      { kind: 'person', person: 'mallory' },
      undefined,
      'mallory',
      /declares no person/,
    ],
    ['of nobody when dismissed', undefined, undefined, undefined, /^$/],
  ];
  for (const [title, argument, picks, name, words] of cases) {
    it(`shows the access ${title}`, async () => {
      const { store } = readWorkspace(declaration, fakeDirectory());
      const shown: ShownText[] = [];
      const ask = fakeAsk({ choose: () => picks });
      const documents = { show: (document: ShownText) => Promise.resolve(void shown.push(document)) };
      await explainAccess({ ask, documents, store }, argument);
      assert.deepEqual(
        shown.map((document) => [document.name, document.language]),
        name === undefined ? [] : [[`Access of ${name}.md`, 'markdown']],
      );
      assert.match(shown[0]?.text ?? '', words);
      assert.deepEqual(ask.asked, argument === undefined ? ['choose: Explain Access'] : []);
    });
  }
});
