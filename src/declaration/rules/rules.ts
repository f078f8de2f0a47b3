import type { Finding } from '../problem.ts';
import { apiKeys, audiences, sameAudiences } from './apis.ts';
import { environmentNames } from './environmentNames.ts';
import { askableNames, issuers, misplacedKeys, ports } from './environments.ts';
import { grantedApplications, grantedRoles } from './grants.ts';
import { later } from './later.ts';
import { members } from './members.ts';
import { clientIds, emptyNames, groupNames, scopeNames } from './names.ts';
import { ownSignIn } from './ownSignIn.ts';
import type { Checked, Rule } from './rule.ts';
import { urls } from './urls.ts';
import { uses } from './uses.ts';
import { variables } from './variables.ts';

/** All checks of what `sso.json` means. To check more, add a rule of the same shape and its row here. */
const rules: readonly Rule[] = [
  emptyNames,
  ports,
  issuers,
  misplacedKeys,
  askableNames,
  ownSignIn,
  variables,
  environmentNames,
  urls,
  clientIds,
  audiences,
  sameAudiences,
  apiKeys,
  scopeNames,
  uses,
  groupNames,
  grantedApplications,
  grantedRoles,
  members,
  later,
];

export const findings = (checked: Checked): readonly Finding[] => rules.flatMap((rule) => [...rule(checked)]);
