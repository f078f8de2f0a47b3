import { isReservedParameter } from '../../model/reservedParameters.ts';
import type { Finding, Path, TitledRemedy } from '../problem.ts';
import { shortened } from '../shortened.ts';
import { isScope } from './names.ts';
import type { Rule } from './rule.ts';
import { error } from './walk.ts';
import { wayBack } from './wayBack.ts';

/** How the developer's own sign-in asks the provider; it may come from somebody else's repository. */
export const ownSignIn: Rule = function* ({ file }) {
  for (const [name, { signIn = {} }] of Object.entries(file.environments ?? {})) {
    const path: Path = ['environments', name, 'signIn'];
    const { clientId, scopes = [], parameters = {}, redirectUris = [], postLogoutRedirectUri, audience } = signIn;
    if (clientId !== undefined && !isText(clientId)) yield wrongClientId([...path, 'clientId']);
    for (const [index, scope] of scopes.entries()) {
      if (!isScope(scope)) yield wrongScope([...path, 'scopes', index]);
    }
    for (const parameter of Object.keys(parameters)) {
      yield* parameterName(parameter, audience !== undefined, [...path, 'parameters', parameter]);
    }
    for (const [index, uri] of redirectUris.entries()) yield* wayBack(uri, [...path, 'redirectUris', index]);
    if (postLogoutRedirectUri !== undefined) {
      yield* wayBack(postLogoutRedirectUri, [...path, 'postLogoutRedirectUri']);
    }
    if (audience !== undefined && !isText(audience)) yield wrongAudience([...path, 'audience']);
  }
};

/** Something to read, without control characters (RFC 6749, A.1). */
const isText = (text: string): boolean => text.trim() !== '' && !/\p{Cc}/u.test(text);

const wrongClientId = (path: Path): Finding =>
  error({
    code: 'clientId.invalid',
    message: 'A client id is not empty. Without the key the provider is asked to register the editor.',
    path,
    on: 'value',
    remedy: () => ({ kind: 'remove', title: 'Remove "clientId"' }),
  });

const wrongScope = (path: Path): Finding =>
  error({
    code: 'name.invalid',
    message: 'A scope is one word without blanks, quotes and backslashes.',
    path,
    on: 'value',
  });

function* parameterName(parameter: string, isAudienceSaid: boolean, path: Path): Iterable<Finding> {
  const title = `Remove "${shortened(parameter)}"`;
  const at = { path, on: 'key', remedy: (): TitledRemedy => ({ kind: 'remove', title }) } as const;
  if (parameter.trim() === '') yield error({ ...at, code: 'name.invalid', message: 'A parameter has a name.' });
  else if (isReservedParameter(parameter) || (parameter === 'audience' && isAudienceSaid)) {
    yield error({
      ...at,
      code: 'parameter.reserved',
      message: `The sign-in sets "${shortened(parameter)}" itself, so it cannot be set here.`,
    });
  }
}

const wrongAudience = (path: Path): Finding =>
  error({
    code: 'audience.missing',
    message: 'The audience of access tokens has a name; without one leave the key out.',
    path,
    on: 'value',
    remedy: () => ({ kind: 'remove', title: 'Remove "audience"' }),
  });
