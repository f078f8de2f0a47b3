import { issuerOfDiscoveryAddress } from '../../base/discoveryAddress.ts';
import { isLoopbackHost } from '../../base/loopback.ts';
import type { Finding } from '../problem.ts';
import { defaultPort } from '../resolve.ts';
import { replaceBy, withoutUserinfo } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import { isScope } from './names.ts';
import type { Rule } from './rule.ts';
import { error, information, warning } from './walk.ts';

/** Local providers listen on ports of their own. */
export const ports: Rule = function* ({ file }) {
  const taken = new Map<number, string>();
  for (const [name, { provider, port }] of Object.entries(file.environments ?? {})) {
    if (provider !== 'local') continue;
    const listens = port ?? defaultPort;
    const other = taken.get(listens);
    taken.set(listens, other ?? name);
    if (other === undefined) continue;
    yield warning({
      code: 'environment.portTaken',
      message: `The environment "${shortened(other)}" has port ${String(listens)} too. Only one of them can run.`,
      path: ['environments', name, ...(port === undefined ? [] : ['port'])],
      on: port === undefined ? 'key' : 'value',
    });
  }
};

/** A provider elsewhere is known by its issuer (OpenID Connect Discovery 1.0, 3: https, no query, no fragment). */
export const issuers: Rule = function* ({ file }) {
  for (const [name, { provider, issuer }] of Object.entries(file.environments ?? {})) {
    if (provider === 'local') continue;
    const finding = issuer === undefined ? missingIssuer(name) : wrongIssuer(name, issuer);
    if (finding) yield error({ ...finding, leavesOut: ['environments', name] });
    else if (issuer !== undefined && URL.parse(issuer)?.protocol === 'http:') yield needsSetting(name);
  }
};

const needsSetting = (name: string): Finding =>
  information({
    code: 'issuer.needsSetting',
    message: 'Plain http to a provider on this machine is taken once you allow it: sso.signIn.allowHttpOnLoopback.',
    path: ['environments', name, 'issuer'],
    on: 'value',
  });

/** Scopes are how other extensions ask for an environment (RFC 6749, 3.3). */
export const askableNames: Rule = function* ({ file }) {
  for (const name of Object.keys(file.environments ?? {})) {
    if (name === '' || isScope(name)) continue;
    yield warning({
      code: 'name.notAskable',
      message:
        'Other extensions cannot ask for an environment of this name: blanks, quotes and letters beyond ASCII cannot stand in a scope.',
      path: ['environments', name],
      on: 'key',
    });
  }
};

const missingIssuer = (name: string): Omit<Finding, 'severity'> => ({
  code: 'issuer.missing',
  message: `The environment "${shortened(name)}" needs the "issuer" of its provider. Without it it does not count.`,
  path: ['environments', name],
  on: 'key',
});

function wrongIssuer(name: string, issuer: string): Omit<Finding, 'severity'> | undefined {
  const place = { path: ['environments', name, 'issuer'], on: 'value' } as const;
  const url = URL.parse(issuer);
  const meant = issuerOfDiscoveryAddress(issuer);
  if (url && meant !== undefined) {
    return {
      ...place,
      code: 'issuer.discoveryAddress',
      message: 'This is where the metadata of an issuer lies; the issuer itself is wanted.',
      remedy: () => replaceBy(meant),
    };
  }
  if (!url || !/^https?:$/.test(url.protocol) || /[?#\s\p{Cc}\p{Cf}\\]/u.test(issuer)) {
    return {
      ...place,
      code: 'url.invalid',
      message: 'An issuer is an https URL without query and fragment, as in "https://id.example.com/realms/acme".',
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ...place,
      code: 'url.userinfo',
      message: 'An issuer names no user and no password.',
      remedy: () => withoutUserinfo(issuer),
    };
  }
  if (url.protocol === 'https:' || isLoopbackHost(url.hostname)) return undefined;
  return {
    ...place,
    code: 'url.insecure',
    message: 'Passwords and tokens go to this issuer, so it must be https. Plain http is for this machine only.',
    remedy: () => replaceBy(issuer.replace(/^http:/i, 'https:')),
  };
}

const localOnly = ['port', 'syncDelay', 'looksLike', 'reachableAs', 'faults', 'autoApply'] as const;
const elsewhereOnly = ['issuer'] as const;

/** Keys stand where they have an effect. */
export const misplacedKeys: Rule = function* ({ file }) {
  for (const [name, environment] of Object.entries(file.environments ?? {})) {
    const isLocal = environment.provider === 'local';
    for (const key of isLocal ? elsewhereOnly : localOnly) {
      if (environment[key] === undefined) continue;
      yield warning({
        code: 'key.misplaced',
        message: isLocal
          ? `The local provider makes its issuer from its port, so "${key}" has no effect.`
          : `Only a local environment has "${key}", so it has no effect here.`,
        path: ['environments', name, key],
        on: 'key',
        remedy: () => ({ kind: 'remove', title: `Remove "${key}"` }),
      });
    }
  }
};
