/** `docs/sign-in-requirements.md`: each point of `signInPoints.ts` with the tests that name it. */
import type { PointGroup } from './signInPoints.ts';
import type { TestTitle } from './testTitles.ts';

export function signInRequirements(groups: readonly PointGroup[], titles: readonly TestTitle[]): string {
  return [
    '# What signing in promises',
    'Made by `npm run generate` from `scripts/documents/signInPoints.ts` and the titles of the tests; a test shows a point by naming its number. A sentence in italics says where a point cannot hold, or cannot be shown, and why.',
    ...groups.flatMap(({ letter, title, points }) => [
      `## ${letter}. ${title}`,
      ...points.flatMap(({ number, promise, limit }) => [
        `### ${letter}${String(number)}`,
        promise,
        ...(limit === undefined ? [] : [`_${limit}_`]),
        tests(titles.filter(({ numbers }) => numbers.includes(`${letter}${String(number)}`))),
      ]),
    ]),
  ].join('\n\n');
}

/** Points that no title names. */
export function pointsWithoutTest(groups: readonly PointGroup[], titles: readonly TestTitle[]): readonly string[] {
  const named = new Set(titles.flatMap(({ numbers }) => numbers));
  return groups
    .flatMap(({ letter, points }) => points.map(({ number }) => `${letter}${String(number)}`))
    .filter((point) => !named.has(point));
}

function tests(titles: readonly TestTitle[]): string {
  if (titles.length === 0) return 'No test names it.';
  return titles.map(({ file, title }) => `- [${escaped(file)}](../${file}): ${escaped(title)}`).join('\n');
}

/** Titles quote hostile text: none of it is markup in the document. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|~&#$]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' ');
