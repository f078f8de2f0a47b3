/**
 * `npm run bench`: the product beside its anchors, in one run on one machine. Only the ratios mean something elsewhere.
 * Says of everything that has a goal whether it is kept, and exits with 0 also when one is not: the figures decide nothing.
 */
import { activation } from './activation.ts';
import { compareRace } from './compareRace.ts';
import { tableText, machineLine } from './table.ts';
import type { Outcome } from './measure.ts';
import { secureSignInRace } from './secureSignInRace.ts';
import { signInRace } from './signInRace.ts';
import { startRace } from './startRace.ts';
import { tokenRace } from './tokenRace.ts';

const races: readonly { readonly title: string; readonly run: () => Promise<readonly Outcome[]> }[] = [
  { title: 'Goal 1: activation', run: activation },
  { title: 'Goal 2: a whole sign-in', run: () => signInRace() },
  { title: 'Goal 2: a whole sign-in over TLS', run: secureSignInRace },
  { title: 'Goal 3: the local provider', run: startRace },
  { title: 'Goal 4: tokens', run: tokenRace },
  { title: 'Goal 5: comparing', run: compareRace },
];

console.log(machineLine());
for (const { title, run } of races) {
  console.log(`\n${title} (medians, taking turns)`);
  console.log(tableText(await run()));
}
