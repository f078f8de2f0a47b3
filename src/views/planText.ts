import type { ChangeResult, Outcome } from '../sync/apply.ts';
import type { Change } from '../sync/plan.ts';
import type { Difference } from '../model/syncStatus.ts';
import { applicationName } from './applicationName.ts';
import { changesOf, valuesOf } from './differenceWords.ts';
import { visible } from '../base/visible.ts';
import { markdownText, noticeText } from './plainText.ts';
import { count } from './statusWords.ts';

/** One change in a few words, for a progress message. */
export const changeTitle = (change: Change): string =>
  `${change.kind === 'create' ? 'Register' : 'Update'} ${applicationName(change.application)}`;

export const planQuestion = (changes: readonly Change[], environment: string): string =>
  `Apply ${count(changes.length, 'change')} to ${noticeText(environment)}?`;

/** The whole plan as plain lines: what would be sent, and nothing else would. */
export function planText(changes: readonly Change[]): string {
  return changes
    .map((change) =>
      [changeTitle(change), ...warnings(change), ...fieldLines(change).map((line) => `  ${visible(line)}`)].join('\n'),
    )
    .join('\n\n');
}

/** The plan as a Markdown document. */
export function planDocument(changes: readonly Change[], environment: string): string {
  const title = `# Plan for ${markdownText(environment)}`;
  if (changes.length === 0) return `${title}\n\nNothing to apply.\n`;
  const parts = changes.map((change) =>
    [
      `## ${markdownText(changeTitle(change))}`,
      '',
      ...warnings(change).map((line) => `${markdownText(line.trim())}\n`),
      ...fieldLines(change).map((line) => `- ${markdownText(line)}`),
    ].join('\n'),
  );
  return `${title}\n\n${count(changes.length, 'change')} to apply. Nothing else would be changed.\n\n${parts.join('\n\n')}\n`;
}

/** What became of a plan, application by application. */
export function resultText(results: readonly ChangeResult[]): string {
  const done = results.filter(({ outcome }) => outcome.kind === 'done').length;
  const others = results.filter(({ outcome }) => outcome.kind !== 'done');
  return [
    `${String(done)} of ${count(results.length, 'change')} applied.`,
    ...others.map(({ change, outcome }) => `${applicationName(change.application)}: ${outcomeWords(outcome)}`),
  ].join('\n');
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return 'done.';
    case 'failed':
      return noticeText(outcome.error.message);
    case 'unsettled':
      return 'cancelled while the provider was being asked; it may have been changed.';
    case 'notTried':
      return 'not tried, because it was cancelled before.';
  }
}

const warnings = (change: Change): readonly string[] =>
  change.kind === 'update' && !change.ours ? ['  This registration was made elsewhere.'] : [];

function fieldLines(change: Change): readonly string[] {
  return change.differences.flatMap((difference) =>
    change.kind === 'create'
      ? valuesOf(difference.declared).map((value) => `${difference.field}: ${value}`)
      : updateLines(difference),
  );
}

function updateLines(difference: Difference): readonly string[] {
  const { field, declared, registered } = difference;
  if (!declared.includes('\n') && !registered.includes('\n') && declared !== '' && registered !== '') {
    return [`${field}: ${registered} becomes ${declared}`];
  }
  const { added, removed } = changesOf(difference);
  return [...added.map((value) => `${field}: add ${value}`), ...removed.map((value) => `${field}: take away ${value}`)];
}
