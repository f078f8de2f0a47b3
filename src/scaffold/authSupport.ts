/** Second half of the generated file: the session, the provider and the pages. Marks « » and ‹ › as told in `authTemplate.ts`. */
export const authSupport = String.raw`/** A session with a new id: one that somebody knew before is worth nothing afterwards (session fixation). */
function startSession(request«: Request»)«: Promise<void>» {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error) => (error ? reject(error) : resolve()));
  });
}

function currentPerson(request«: Request», response«: Response», next«: NextFunction»)«: void» {
  const { endsAt } = request.session;
  if (endsAt !== undefined && endsAt <= Date.now()) {
    delete request.session.person;
    delete request.session.idToken;
    delete request.session.endsAt;
  }
  response.locals.person = request.session.person;
  next();
}

let discovered«: Promise<client.Configuration> | undefined»;

/** What the provider says about itself, read on first use; read again after a failure. */
function provider()«: Promise<client.Configuration>» {
  discovered ??= discover().catch((error«: unknown») => {
    discovered = undefined;
    throw error;
  });
  return discovered;
}

async function discover()«: Promise<client.Configuration>» {
  const authentication = clientSecret ? client.ClientSecretBasic(clientSecret) : client.None();
  // Plain http only for a provider on this machine; anything else fails. Signatures are checked in any case.
  const overHttp = issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  const execute = [client.enableNonRepudiationChecks, ...(overHttp ? [client.allowInsecureRequests] : [])];
  return client.discovery(issuer, clientId, {}, authentication, { execute });
}

function setting(name«: string»)«: string» {
  const value = process.env[name];
  if (!value) throw new Error(name + ' is not set. Put it into .env, or into the environment.');
  return value;
}

/** The public address of a path of this application. */
function addressOf(path«: string»)«: URL» {
  return new URL(baseUrl.href.replace(/\/$/, '') + (path.startsWith('/') ? path : '/'));
}

function accountPage(request«: Request», response«: Response»)«: void» {
  const { person } = request.session;
  const roles = person?.roles.length ? 'Roles: ' + person.roles.join(', ') + '.' : 'No roles.';
  showPage(response, 200, person ? 'Signed in' : 'Not signed in', person ? roles : 'Nobody is signed in here.', person);
}

function showFailure(response«: Response», error«: unknown»)«: void» {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') {
    showPage(response, 403, 'Not signed in', 'The provider says that sign-in was refused or given up.');
    return;
  }
  // Messages only: the errors themselves carry answers, and answers carry tokens.
  const reasons«: string[]» = [];
  for (let reason = error; reason instanceof Error; reason = reason.cause) reasons.push(reason.message);
  if (error instanceof client.ResponseBodyError) reasons.push(error.error);
  if (error instanceof client.WWWAuthenticateChallengeError) {
    reasons.push(...error.cause.flatMap(({ parameters }) => parameters.error ?? []));
  }
  console.error('Sign-in failed:', reasons.join(': '));
  showPage(response, 502, 'Not signed in', 'The provider could not be asked, or its answer was not accepted.');
}

function showPage(response«: Response», status«: number», title«: string», text«: string», person«?: Person»)«: void» {
  const [path, name] = person ? ['/auth/logout', 'Sign out']« as const» : ['/auth/login', 'Sign in']« as const»;
  const link = '<p><a href="' + escapeHtml(addressOf(path).href) + '">' + name + '</a></p>';
  sendPage(response, status, title, text, link, person);
}

/** What the person sends from this page comes from this application, and that counts. */
function askToSignOut(response«: Response», person«?: Person»)«: void» {
  const action = escapeHtml(addressOf('/auth/logout').href);
  const form = '<form method="post" action="' + action + '"><button>Sign out</button></form>';
  sendPage(response, 200, 'Sign out?', 'Another site may have asked to sign you out.', form, person);
}

function sendPage(response«: Response», status«: number», title«: string», text«: string», offer«: string», person«?: Person»)«: void» {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    // Nothing is loaded, nobody shows the page within another, and its form goes nowhere else.
    .set('Content-Security-Policy', "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
    // Browsers name the origin to this application, and nothing to others.
    .set('Referrer-Policy', 'same-origin')
    .type('html')
    .send(
      [
        '<!doctype html>',
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark"><title>' + escapeHtml(title) + '</title></head><body><main>',
        '<h1>' + escapeHtml(title) + '</h1>',
        '<p>' + escapeHtml(text) + '</p>',
        person ? '<p>Signed in as ' + escapeHtml(person.name) + '.</p>' : '',
        offer,
        '<p><a href="' + escapeHtml(signedOutUrl.href) + '">Home</a></p>',
        '</main></body></html>',
      ].join('\n'),
    );
}

function escapeHtml(text«: string»)«: string» {
  return text.replace(/[&<>"']/g, (character) => '&#' + String(character.charCodeAt(0)) + ';');
}
`;
