import type { Person } from '../model/people.ts';
import { escaped, page } from './page.ts';
import { groupsOfPerson, type People } from './people.ts';

export interface LoginRequest {
  /** Name of the application that asks. */
  readonly application: string;
  /** Path that takes the answer. */
  readonly action: string;
  readonly people: People;
  /** Shown first and focused. */
  readonly preselected?: Person;
}

/** The page on which a person is picked. Works without script, by keyboard, and for screen readers. */
export function loginPage({ application, action, people, preselected }: LoginRequest): string {
  const persons = inOrder(people.persons, preselected);
  const notice = people.notice === undefined ? '' : `<p class="notice" role="status">${escaped(people.notice)}</p>`;
  const choice =
    persons.length === 0
      ? nobodyYet
      : `<ul class="people">${persons.map((person, index) => button(person, people, index === 0)).join('')}</ul>`;
  return page(
    `Sign in to ${application}`,
    `<h1>Sign in to ${escaped(application)}</h1>
<p class="lead">${persons.length === 0 ? 'There is nobody to continue as yet.' : 'Choose who to continue as.'}</p>
${notice}
<form method="post" action="${escaped(action)}">
${choice}
<button class="plain" name="refuse" value="refuse">Refuse</button>
</form>`,
  );
}

function button({ key, name }: Person, people: People, first: boolean): string {
  const groups = groupsOfPerson(people, key).join(', ') || 'no groups';
  return `<li><button class="person" name="person" value="${escaped(key)}"${first ? ' autofocus' : ''}>
<span class="initials" aria-hidden="true">${escaped(initials(name))}</span>
<span class="who"><span>Continue as ${escaped(name)}</span><span class="groups">${escaped(groups)}</span></span>
</button></li>`;
}

const nobodyYet = `<p>Add people to <code>sso.json</code>; they appear here as soon as the file is saved and this page is loaded again.</p>
<pre>"people": {
  "alice": {
    "name": "Alice Adams",
    "email": "alice@example.com"
  }
}</pre>`;

const inOrder = (persons: readonly Person[], first: Person | undefined): readonly Person[] =>
  persons.toSorted(
    (one, other) =>
      Number(other.key === first?.key) - Number(one.key === first?.key) || one.name.localeCompare(other.name, 'en'),
  );

/** First letters of the first and the last word; whole characters, whatever the script. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstCharacter(word ?? '').toLocaleUpperCase('en')).join('');
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function firstCharacter(word: string): string {
  for (const { segment } of characters.segment(word)) return segment;
  return '';
}
