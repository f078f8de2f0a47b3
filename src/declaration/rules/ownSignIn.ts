import { isLoopbackHost } from '../../base/loopback.ts';
import { isReservedParameter } from '../../model/reservedParameters.ts';
import type { Finding, Path } from '../problem.ts';
import { replaceBy } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { error, warning } from './walk.ts';

/** How the developer's own sign-in asks the provider; it may come from somebody else's repository. */
export const ownSignIn: Rule = function* ({ file }) {
  for (const [name, { signIn = {} }] of Object.entries(file.environments ?? {})) {
    const path: Path = ['environments', name, 'signIn'];
    const { parameters = {}, redirectUris = [], postLogoutRedirectUri, audience } = signIn;
    for (const parameter of Object.keys(parameters)) yield* reservedName(parameter, [...path, 'parameters', parameter]);
    for (const [index, uri] of redirectUris.entries()) yield* wayBack(uri, [...path, 'redirectUris', index]);
    if (postLogoutRedirectUri !== undefined) {
      yield* wayBack(postLogoutRedirectUri, [...path, 'postLogoutRedirectUri']);
    }
    if (audience === '') {
      yield error({
        code: 'audience.missing',
        message: 'The audience of access tokens has a name; without one leave the key out.',
        path: [...path, 'audience'],
        on: 'value',
        remedy: () => ({ kind: 'remove', title: 'Remove "audience"' }),
      });
    }
  }
};

function* reservedName(parameter: string, path: Path): Iterable<Finding> {
  if (!isReservedParameter(parameter)) return;
  yield error({
    code: 'parameter.reserved',
    message: `The sign-in sets "${shortened(parameter)}" itself, so it cannot be set here.`,
    path,
    on: 'key',
    remedy: () => ({ kind: 'remove', title: `Remove "${shortened(parameter)}"` }),
  });
}

/** Only this machine and the editor may be where codes come back to (RFC 8252, 7.1 and 7.3). */
function* wayBack(uri: string, path: Path): Iterable<Finding> {
  const at = { path, on: 'value' } as const;
  const url = URL.parse(uri);
  if (!url || /[?#\s]/.test(uri) || url.username !== '' || url.password !== '' || uri.includes('*')) {
    yield error({
      ...at,
      code: 'url.invalid',
      message:
        'An address to come back to is complete, as registered, without query, fragment, user name and wildcard.',
    });
    return;
  }
  if (/^https?:$/.test(url.protocol)) yield* loopback(uri, url, at);
  else if (!isOwnAddress(uri)) {
    yield error({
      ...at,
      code: 'url.invalid',
      message:
        'Codes come back to this machine or to the editor: "http://127.0.0.1/callback" or "vscode://sso-toolkit.sso-toolkit/callback".',
    });
  }
}

function* loopback(uri: string, url: URL, at: { readonly path: Path; readonly on: 'value' }): Iterable<Finding> {
  if (url.protocol !== 'http:' || !isLoopbackHost(url.hostname)) {
    yield error({
      ...at,
      code: 'url.invalid',
      message: 'Codes come back to this machine only: "http://127.0.0.1/callback", with or without a port.',
    });
    return;
  }
  if (url.pathname === '/' || !new RegExp(`^http://(127\\.0\\.0\\.1|\\[::1\\]|localhost)(:\\d+)?/`).test(uri)) {
    yield error({
      ...at,
      code: 'url.invalid',
      message: 'The address has a path, and one of the hosts 127.0.0.1, [::1] and localhost.',
    });
    return;
  }
  if (url.hostname !== 'localhost') return;
  yield warning({
    ...at,
    code: 'url.insecure',
    message:
      'Another program may answer for "localhost" (RFC 8252, 8.3). Register 127.0.0.1 where the provider takes it.',
    remedy: () => replaceBy(uri.replace('//localhost', '//127.0.0.1')),
  });
}

/** Whatever an editor calls its scheme, the product is reached by its own name. */
const isOwnAddress = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/sso-toolkit\.sso-toolkit\/.+$/.test(uri);
