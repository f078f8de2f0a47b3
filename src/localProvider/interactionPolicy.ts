import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { hintedPerson, personOf, type People } from './people.ts';

const { Check, Prompt, base } = interactionPolicy;

/** When the page with the people is shown: as the library decides, and in the cases named here. */
export function policyFor(people: () => People): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  const login = policy.get('login');
  login?.checks.add(
    new Check('person_gone', 'the person of the session is no longer declared', 'login_required', ({ oidc }) => {
      const account = oidc.session?.accountId;
      return account !== undefined && personOf(people(), account) === undefined;
    }),
  );
  login?.checks.add(
    new Check('another_person_hinted', 'login_hint names somebody else', 'login_required', (ctx) =>
      namesAnother(ctx, people()),
    ),
  );
  return policy;
}

/** With a session of Alice, `login_hint=bob` must not quietly sign Alice in. Whoever was picked on the page counts. */
function namesAnother({ oidc }: KoaContextWithOIDC, people: People): boolean {
  if (oidc.result?.login) return false;
  const hinted = hintedPerson(people, oidc.params?.['login_hint']);
  const account = oidc.session?.accountId;
  return hinted !== undefined && account !== undefined && hinted.key !== account;
}
