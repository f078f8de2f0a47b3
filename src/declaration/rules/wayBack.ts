import type { Finding, Path } from '../problem.ts';
import { replaceBy } from '../remedies.ts';
import { runsOrReads } from './urls.ts';
import { error, warning } from './walk.ts';

/** Only this machine and the editor may be where the browser comes back to with codes (RFC 8252, 7.1 and 7.3). */
export function* wayBack(uri: string, path: Path): Iterable<Finding> {
  const url = URL.parse(uri);
  if (!url || /[?#\s\\]/.test(uri) || url.username !== '' || url.password !== '' || uri.includes('*')) {
    yield invalid(
      path,
      'An address to come back to is complete, as registered, without query, fragment, user name and wildcard.',
    );
  } else if (/^https?:$/.test(url.protocol)) yield* loopback(uri, url, path);
  else if (!isOwnAddress(uri) || runsOrReads(url)) {
    yield invalid(
      path,
      'The browser comes back to this machine or to the editor: "http://127.0.0.1/callback" or "vscode://sso-toolkit.sso-toolkit/callback".',
    );
  }
}

function* loopback(uri: string, url: URL, path: Path): Iterable<Finding> {
  if (url.pathname === '/' || url.port === '0' || !/^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?\//.test(uri)) {
    yield invalid(
      path,
      'The browser comes back to a path of this machine: "http://127.0.0.1/callback", with or without a port. [::1] and localhost are taken too.',
    );
    return;
  }
  if (url.hostname !== 'localhost') return;
  yield warning({
    path,
    on: 'value',
    code: 'url.insecure',
    message:
      'Another program may answer for "localhost" (RFC 8252, 8.3). Register 127.0.0.1 where the provider takes it.',
    remedy: () => replaceBy(uri.replace('//localhost', '//127.0.0.1')),
  });
}

/** Whatever an editor calls its scheme, the product is reached by its own name. */
const isOwnAddress = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/sso-toolkit\.sso-toolkit\/.+$/.test(uri);

const invalid = (path: Path, message: string): Finding => error({ code: 'url.invalid', message, path, on: 'value' });
