import type { Finding } from '../problem.ts';
import type { Checked, Rule } from './rule.ts';

/** All checks of what `sso.json` means. To check more, add a file of the same shape and its row here. */
const rules: readonly Rule[] = [];

export const findings = (checked: Checked): readonly Finding[] => rules.flatMap((rule) => [...rule(checked)]);
