/** What signing in promises, as numbered points. Tests name the number; `signInRequirements.ts` brings both together. */

export interface SignInPoint {
  readonly number: number;
  readonly promise: string;
  /** Where it cannot hold, or cannot be shown, and why. */
  readonly limit?: string;
}

export interface PointGroup {
  readonly letter: string;
  readonly title: string;
  readonly points: readonly SignInPoint[];
}

const group = (
  letter: string,
  title: string,
  first: number,
  promises: readonly (string | { readonly promise: string; readonly limit: string })[],
): PointGroup => ({
  letter,
  title,
  points: promises.map((promise, index) => ({
    number: first + index,
    ...(typeof promise === 'string' ? { promise } : promise),
  })),
});

export const signInPoints: readonly PointGroup[] = [
  group('A', 'Configuration and discovery', 1, [
    'An issuer is https; http counts only on a loopback host, for the local provider that proves itself or by a setting, and everything else is refused before a request.',
    'Settings that steer credentials belong to the person and not to the workspace; what `sso.json` says of an issuer counts once the workspace is trusted and the origin was agreed to.',
    'A discovery address is read as its issuer, the metadata has to name that same issuer (a template of tenants is filled in from the token), and a near miss is told together with the right value.',
    'Discovery and its one retry are over within 10 seconds, its answer is kept for a limited time, and its failure costs no session.',
    'A provider that does not announce S256 is warned about, and gets PKCE with S256 all the same.',
    'The client registers itself only once the port is known, as a native one without a secret; the registration is kept per issuer and made again once if the provider no longer knows it.',
  ]),
  group('B', 'Authorization request', 7, [
    'Only the code flow is used and the answer comes by redirect; `openid` is always asked for, `offline_access` by setting, and consent again only when no refresh token came and the person agreed.',
    'Verifier, state and nonce are made anew for each attempt from the system’s randomness, of at least 256 bits, in letters that no encoding changes.',
    'An account that was named becomes the hint; without one the choice of account is asked for by setting; parameters of a declaration replace none that protects.',
    'The request is pushed beforehand where the provider insists on it, and an audience is asked for only where one is declared, in the way of that provider.',
    'What the browser gets is the built address to the byte, whatever characters its values have.',
    'One act of the person opens one tab; renewing, activating and silent asking open none.',
  ]),
  group('C', 'Loopback listener', 13, [
    'The listener is reached through loopback addresses alone, and through both families where the redirect host is `localhost`.',
    'The ports of the settings are tried in their order and then any free one; a port that is taken, reserved or not there leads to the next, and a final failure lists them all.',
    'The redirect URI is the literal address with port and path and without a query, the same in every request that carries it.',
    'GET on the known paths is all that is answered; nothing else uses up the state, and no file is read.',
    'The Host header has to be exactly the one that is listened on; only the unused start address, whose random name is its proof, does without.',
    'Nothing that arrives, however malformed, throws or ends the listener.',
    'An answer with a wrong state or none is refused, and the true one that follows still signs in.',
    'The answer is taken once; whoever comes again is told that it is done.',
    'The browser is led on to an address without code and state, to a page that loads nothing, is kept nowhere and is readable for everybody.',
    'Words of the provider on a page are escaped and shortened.',
    'The page waits for the exchange of the code and then says what really came of it.',
    'The listener is closed within 5 seconds of any ending, with every connection, and leaves no port, timer or handle.',
    'A sign-in ends after a time that can be set, 5 minutes by default, and at once when it is cancelled.',
    'A second sign-in to an issuer takes the place of the first; those to different issuers do not disturb each other.',
  ]),
  group('D', 'Checking the answer', 27, [
    'The issuer in the answer is compared before the code is used, and has to be there when the provider announces it.',
    'An error answer ends the sign-in at once in readable words; only a denial without a reason ends it quietly.',
    'Issuer, audience, times, nonce, algorithm and signature of the ID token are checked; unsigned and HMAC tokens are refused.',
    'What the userinfo endpoint says counts only for the person of the ID token, else it is left aside and logged.',
    'A clock that is off too far is named as the reason, with the difference to the provider’s own.',
  ]),
  group('E', 'Tokens and renewal', 32, [
    'The end of a token is kept as a moment; a token without one is renewed when a server refuses it.',
    'A token that is handed out has time left; it is renewed when somebody asks, once for all who ask together.',
    'A timer renews ahead of that, spread over time, also after a long sleep, and never asks the person anything.',
    'What an answer leaves out stays as it was; tokens of another account or issuer are a failure.',
    'Only a definite refusal ends a session; anything else keeps it, waits ever longer, and leaves a valid token in use.',
    'Renewing happens under a lock that all windows share, on the record as it is then; a newer one is taken over without a request.',
    'After a refusal the record is read once more, for another window may have been quicker.',
    'Waking up without a network signs nobody out and says nothing; the first call after it works.',
  ]),
  group('F', 'Storage and windows', 40, [
    'Tokens stand in the editor’s secret storage alone, one record with a version for each session.',
    {
      promise:
        'What one window does the others know within 2 seconds, as the right kind of change and without an echo of their own.',
      limit:
        'An editor in a browser (code-server) reads its secrets once in each window, tells no other window, and writes back all that it read: there another window knows it after a reload, and two windows that were open meanwhile can undo what the other kept.',
    },
    'An older record never replaces a newer one.',
    'Damaged, foreign and future records are passed over and reported; those of the future are left alone.',
    {
      promise: 'The person is told once when secrets are not kept, that sessions last only until the editor ends.',
      limit: 'A keyring that is missing cannot be made here: the secret storage of the test fails in its place.',
    },
    'Sessions of issuers that are gone can be removed, and one command forgets everything.',
  ]),
  group('G', 'Authentication provider of the editor', 46, [
    'It is declared, registered at once on activation, and uses no proposed API.',
    'Scopes are compared without order and repetition, on copies; other scopes than asked for do not lead to another sign-in.',
    'Without scopes all sessions are listed, an account narrows them by its id, and no two accounts have the same label.',
    'An account is its issuer and subject; a session keeps its id when it is renewed.',
    'Each change is told exactly once and in full; reading tells nothing.',
    'Making and removing a session always ends, and neither asks the product’s own provider through the editor.',
    'Removing an unknown session is no failure; accounts are added, switched and removed one by one.',
  ]),
  group('H', 'Other machines, other ways', 53, [
    {
      promise:
        'Where the extension runs decides what is local; a loopback address of the editor makes loopback an offer.',
      limit:
        'SSH, WSL, containers, Codespaces and tunnels are shown by what the editor says of itself there; a desktop and an editor in a browser run for real.',
    },
    'Elsewhere the other ways are offered in their order, each with where and why, none starts by itself, and a setting pins one.',
    'A pasted address is checked like any answer; a code alone is taken only where PKCE protects it.',
    'The device flow shows code and address to everybody, keeps the provider’s pace and time, survives a bad network, and stops at once.',
    'The editor’s own address reacts to nothing but the awaited state, and its query is never logged.',
  ]),
  group('I', 'Messages and diagnostics', 58, [
    'The log holds no code, verifier, token, secret or cookie, at any level.',
    'Each kind of failure has a sentence, a next step and the log; a redirect that is not registered is quoted exactly.',
    'A sign-in that never came back is told of browsers that refuse http on loopback, and of the other ways.',
    'Diagnostics can be copied: versions, ways, place and metadata, and no secret.',
  ]),
  group('J', 'Signing out', 62, [
    'Signing out revokes what can be revoked, takes 5 seconds at most, and removes the session here whatever comes of it.',
    'Signing out at the provider too is offered and not done by itself, with hint, client and registered way back.',
  ]),
  group('K', 'Proof', 64, [
    'All of it runs against a real provider in the tests, with rotation and short lives, and against one that misbehaves.',
    'Several processes renew one rotating token again and again: one request each time, nobody is signed out.',
    {
      promise: 'The bundle loads, holds no test server, and is packaged without a warning.',
      limit:
        'An editor as old as the oldest supported one is not installed by the tests: the sources are compiled against its types, and `VSCODE_PATH` may name one.',
    },
  ]),
];
