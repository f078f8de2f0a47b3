import type { Ask } from '../ports.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { applicationName } from '../views/applicationName.ts';
import { statusWords } from '../views/statusWords.ts';

/** Asks for one of the declared applications, unless there is just one. Undefined when dismissed or when there is none. */
export function chooseApplication(ask: Ask, title: string, { standings }: Snapshot): Promise<string | undefined> {
  const [only, ...others] = standings;
  if (only && others.length === 0) return Promise.resolve(only.declared.key);
  return ask.choose(
    title,
    standings.map(({ declared, status }) => ({
      label: applicationName(declared),
      description: statusWords(status),
      icon: 'window',
      value: declared.key,
    })),
  );
}
