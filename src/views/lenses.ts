import { locate } from '../declaration/locate.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { noticeText } from './plainText.ts';
import type { RowSubject } from './row.ts';
import { statusIcon, statusWords } from './statusWords.ts';

/** A line above a part of `sso.json`, with what can be done with that part. */
export interface Lens {
  readonly offset: number;
  readonly title: string;
  /** A command by its name. */
  readonly action: 'apply' | 'compare' | 'explainAccess' | 'openApplication' | 'refresh' | 'signInAs';
  readonly subject: RowSubject;
}

/** Lenses for a text of `sso.json`, which may be further than what was read last. */
export function lenses(text: string, { standings, workspace }: Snapshot): readonly Lens[] {
  const places = locate(text);
  const byKey = new Map(standings.map((standing) => [standing.declared.key, standing]));
  const people = new Map(workspace.people.map((person) => [person.key, person.name]));
  return [
    ...places.applications.flatMap(({ key, offset }): Lens[] => {
      const standing = byKey.get(key);
      if (!standing) return [];
      const subject: RowSubject = { kind: 'application', application: key };
      const { kind } = standing.status;
      const isReadable = kind === 'synced' || kind === 'outOfSync';
      return [
        {
          offset,
          title: `$(${statusIcon(standing.status)}) ${statusWords(standing.status)}`,
          action: isReadable ? 'compare' : 'refresh',
          subject,
        },
        ...(standing.declared.urls.length > 0
          ? [{ offset, title: 'Open', action: 'openApplication' as const, subject }]
          : []),
        ...(kind === 'missing' || kind === 'outOfSync'
          ? [{ offset, title: 'Apply', action: 'apply' as const, subject }]
          : []),
      ];
    }),
    ...places.people.flatMap(({ key, offset }): Lens[] => {
      const name = people.get(key);
      if (name === undefined) return [];
      const subject: RowSubject = { kind: 'person', person: key };
      return [
        { offset, title: `Sign in as ${noticeText(name)}`, action: 'signInAs', subject },
        { offset, title: 'Explain access', action: 'explainAccess', subject },
      ];
    }),
  ];
}
