import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { answerPage, readBody } from './answer.ts';
import { builtInClientId } from './clientMetadata.ts';
import { errorPage } from './errorPage.ts';
import { isFromOwnPage, pathOf } from './guards.ts';
import { loginPage } from './loginPage.ts';
import { origin } from './logout.ts';
import { hintedPerson, personOf, type People } from './people.ts';
import type { Registrations } from './registrations.ts';

interface Deps {
  readonly provider: Provider;
  readonly people: () => People;
  readonly registrations: Registrations;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The page on which a person is picked, and its answer. Only the browser that began the sign-in, by its cookie, gets it. */
export async function interaction(deps: Deps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD' && req.method !== 'POST') {
    answerPage(res, 405, errorPage('method_not_allowed', 'This page takes no such request.'));
    return;
  }
  if (req.method === 'POST' && !isFromOwnPage(req, deps.provider.issuer)) {
    answerPage(res, 403, errorPage('foreign_origin', 'This answer did not come from the page of this provider.'));
    return;
  }
  const details = await detailsOf(deps.provider, req, res);
  if (!details || details.uid !== pathOf(req).split('/')[2]) {
    answerPage(res, 400, errorPage('sign_in_ended', 'This sign-in is over. Start it again from the application.'));
    return;
  }
  if (req.method === 'POST') await answer(deps, details, req, res);
  else show(deps, details, res);
}

function show({ people: current, registrations }: Deps, { uid, params, session }: Details, res: ServerResponse): void {
  const people = current();
  const clientId = text(params['client_id']) ?? '';
  const name = clientId === builtInClientId ? 'SSO Toolkit' : registrations.get(clientId)?.fields.name;
  const preselected =
    hintedPerson(people, params['login_hint']) ??
    (session?.accountId === undefined ? undefined : personOf(people, session.accountId));
  const html = loginPage({
    application: name ?? clientId,
    action: `/interaction/${uid}`,
    people,
    ...(preselected && { preselected }),
  });
  // the browser follows the form's redirects under this policy, so the application's own place must be on the list
  answerPage(res, 200, html, ["'self'", ...origin(text(params['redirect_uri']))]);
}

async function answer(
  { provider, people }: Deps,
  details: Details,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams((await readBody(req, 10_000)) ?? '');
  if (form.has('refuse')) {
    const refused = { error: 'access_denied' }; // without a description, which would say that a policy stands in the way
    await provider.interactionFinished(req, res, refused, { mergeWithLastSubmission: false });
    return;
  }
  const person = personOf(people(), form.get('person') ?? '');
  if (!person) {
    answerPage(res, 400, errorPage('person_unknown', 'sso.json does not name this person. Go back and choose again.'));
    return;
  }
  await leaveOtherSession(provider, details, person.key);
  const result = { login: { accountId: person.key }, consent: {}, select_account: {} };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

/**
 * Somebody else continues in this browser: the session of the one before ends, while what other applications hold stays good,
 * so that a developer who tries an application as Bob stays signed in to the editor as Alice.
 */
async function leaveOtherSession(provider: Provider, details: Details, person: string): Promise<void> {
  const { session } = details;
  if (!session || session.accountId === person) return;
  const stored = await provider.Session.find(session.cookie);
  await stored?.destroy();
  delete details.session;
  await details.save(details.exp - Math.floor(Date.now() / 1000));
}

async function detailsOf(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<Details | undefined> {
  try {
    return await provider.interactionDetails(req, res);
  } catch {
    return undefined; // no cookie, or a sign-in that is over: the page says the same to both
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
