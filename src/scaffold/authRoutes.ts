/** First half of the generated file: settings, guards and the routes of sign-in. Marks « » and ‹ › as told in `authTemplate.ts`. */
export const authRoutes = String.raw`// Sign-in with OpenID Connect, added by SSO Toolkit (sso-toolkit:sign-in). The file is yours: change what you like.
// As long as the line above stays, adding sign-in again leaves this file as it is.
//
//   signIn()             used before the routes: ‹sessions, ›/auth/login, /auth/callback, /auth/logout, and /auth, a page
//                        that says who is signed in
//   requireSignIn        guards a route: only for people who are signed in
//   requireRole('name')  guards a route: only for people whose ID token names this role
//
// Routes find the person in request.session.person, templates in person: { id, name, roles }, or undefined.
// Settings come from the environment, first of all from the file .env (never commit it): SSO_ISSUER, SSO_CLIENT_ID,
// SSO_CLIENT_SECRET (only where the application has one), BASE_URL‹, SESSION_SECRET›.
// Lines marked ADAPT are those to look at before the application leaves your machine.

import { existsSync } from 'node:fs';
import { Router } from 'express';
«import type { NextFunction, Request, RequestHandler, Response } from 'express';
»‹import session from 'express-session';
›import * as client from 'openid-client';
«
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** A sign-in that has begun: what the answer must fit to. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

declare module 'express-session' {
  interface SessionData {
    person: Person;
    idToken: string;
    endsAt: number;
    attempts: Attempt[];
    returnTo: string;
    askAgain: boolean;
  }
}
»
// Variables that are set already win over those of the file.
if (existsSync('.env')) process.loadEnvFile('.env');

const issuer = new URL(setting('SSO_ISSUER'));
const clientId = setting('SSO_CLIENT_ID');
const clientSecret = process.env.SSO_CLIENT_SECRET;
const baseUrl = new URL(setting('BASE_URL'));

const callbackUrl = addressOf('/auth/callback');
// Where the provider sends the browser after sign-out. ADAPT: a page for everybody. If it asked for sign-in, leaving
// would lead straight back in.
const signedOutUrl = addressOf('/');

// ADAPT: how long a sign-in lasts. Roles are those of the moment of sign-in, so a role that is taken away ends by then.
const signedInFor = 8 * 60 * 60 * 1000;

/** To be used before the routes: app.use(signIn()). */
export function signIn()«: Router» {
  const routes = Router();
‹  const secure = baseUrl.protocol === 'https:';
  routes.use(
    session({
      name: secure ? '__Host-COOKIE.sid' : 'COOKIE.sid',
      secret: setting('SESSION_SECRET'),
      resave: false,
      saveUninitialized: false,
      // "lax": the cookie comes along when the provider sends the browser back, but not with forms of other sites.
      // ADAPT: behind a proxy that ends TLS the cookie is only sent after app.set('trust proxy', 1).
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: signedInFor },
      // ADAPT: without a store, sessions are kept in memory. For production choose one of the stores that
      // express-session lists in its documentation.
    }),
  );
›  routes.use(currentPerson);
  routes.get('/auth', accountPage);
  routes.get('/auth/login', login);
  routes.get('/auth/callback', callback);
  routes.get('/auth/logout', logout);
  routes.post('/auth/logout', logout); // from the page that asks
  return routes;
}

/** Sends people who are not signed in to the provider, and brings them back to the page they asked for. */
export function requireSignIn(request«: Request», response«: Response», next«: NextFunction»)«: void» {
  response.set('Cache-Control', 'no-store'); // or the browser's Back button shows the page after sign-out
  if (request.session.person) {
    next();
  } else if (request.method === 'GET' || request.method === 'HEAD') {
    request.session.returnTo = addressOf(request.originalUrl).href;
    response.redirect(addressOf('/auth/login').href);
  } else {
    showPage(response, 401, 'Please sign in', 'Nothing was changed, because you are not signed in.');
  }
}

/** As requireSignIn, and only for people with this role. */
export function requireRole(role«: string»)«: RequestHandler» {
  return (request, response, next) => {
    requireSignIn(request, response, () => {
      const person = request.session.person;
      if (person?.roles.includes(role)) next();
      else showPage(response, 403, 'Not for you', 'This page needs the role "' + role + '".', person);
    });
  };
}

// ADAPT: where your provider puts the name and the roles. This reads the claims "name" and "roles" of the ID token.
// Keycloak, with its mapper "client roles" added to the ID token: claims.resource_access?.[clientId]?.roles
function personFrom(claims«: client.IDToken»)«: Person» {
  const { sub, name, roles } = claims;
  return {
    id: sub,
    name: typeof name === 'string' ? name : sub,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
  };
}

async function login(request«: Request», response«: Response»)«: Promise<void>» {
  try {
    const configuration = await provider();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      returnTo: request.session.returnTo ?? signedOutUrl.href,
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: callbackUrl.href,
      scope: 'openid profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
      // After a sign-out: do not sign the same person in silently, even if the provider still remembers them.
      ...(request.session.askAgain ? { prompt: 'login' } : {}),
    });
    // A few are kept, because several tabs may be signing in at once.
    request.session.attempts = [...(request.session.attempts ?? []), attempt].slice(-5);
    response.redirect(url.href);
  } catch (error) {
    showFailure(response, error);
  }
}

async function callback(request«: Request», response«: Response»)«: Promise<void>» {
  const attempts = request.session.attempts ?? [];
  const attempt = attempts.find(({ state }) => state === request.query.state);
  if (!attempt) {
    // Signed in already: another tab was faster.
    if (request.session.person) response.redirect(signedOutUrl.href);
    else showPage(response, 400, 'Please sign in again', 'This sign-in did not begin in this browser, or it is over.');
    return;
  }
  // It counts once, whatever comes of it.
  request.session.attempts = attempts.filter((other) => other !== attempt);
  try {
    const configuration = await provider();
    // Made from BASE_URL: the Host header is whatever the caller says it is.
    const answer = new URL(callbackUrl);
    answer.search = addressOf(request.originalUrl).search;
    const tokens = await client.authorizationCodeGrant(configuration, answer, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new Error('The provider sent no ID token.');
    await startSession(request);
    request.session.person = personFrom(claims);
    request.session.idToken = tokens.id_token; // for sign-out only
    request.session.endsAt = Date.now() + signedInFor;
    response.redirect(attempt.returnTo);
  } catch (error) {
    showFailure(response, error);
  }
}

/** Ends the session here, then the one at the provider. */
async function logout(request«: Request», response«: Response»)«: Promise<void>» {
  if (!isOwnRequest(request)) {
    askToSignOut(response, request.session.person);
    return;
  }
  try {
    const { idToken } = request.session;
    await startSession(request);
    request.session.askAgain = true;
    // A provider that cannot be asked must not keep anybody from leaving.
    const configuration = idToken ? await provider().catch(() => undefined) : undefined;
    const url =
      idToken && configuration?.serverMetadata().end_session_endpoint
        ? client.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: signedOutUrl.href })
        : signedOutUrl;
    if (request.method === 'POST') {
      // No redirect: "form-action" of the page that asked would hold it up in some browsers.
      response.set('Refresh', '0; url=' + url.href);
      showPage(response, 200, 'Signed out', 'You are signed out here, and next at the provider.');
    } else {
      response.redirect(url.href);
    }
  } catch (error) {
    showFailure(response, error);
  }
}

/**
 * Whether a page of this application asks, or the person by the address bar: a link on another site must not sign people
 * out. Browsers say it in Sec-Fetch-Site, but only to https and localhost; without a word of where it comes from, it is no.
 */
function isOwnRequest(request«: Request»)«: boolean» {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && request.method !== 'POST');
  const from = request.get('Origin') ?? request.get('Referer') ?? '';
  return URL.canParse(from) && new URL(from).origin === baseUrl.origin;
}

`;
