import { errorCode } from '../base/foreign.ts';
import { hasCode, SsoError } from '../base/ssoError.ts';
import { withCauses } from './causes.ts';
import { proxyFailure, proxyHint, tunnelStatus } from './proxy.ts';

/** Why a host could not be reached, by the codes of Node's network stack and, behind `net::`, of Chromium's. To name another cause, add a row. */
const causes: readonly { readonly codes: RegExp; readonly what: string; readonly hint: string }[] = [
  {
    codes: /^net::ERR_(PROXY_\w+|TUNNEL_\w+|UNEXPECTED_PROXY_AUTH|NO_SUPPORTED_PROXIES)$/,
    what: 'the proxy on the way does not lead there',
    hint: proxyHint,
  },
  {
    codes: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME|net::ERR_NAME_\w+)$/,
    what: 'its name could not be resolved (DNS)',
    hint: 'Check the spelling of the host, the network and the VPN.',
  },
  {
    codes: /^(ECONNREFUSED|net::ERR_CONNECTION_REFUSED)$/,
    what: 'nothing listens there (connection refused)',
    hint: 'Check that the provider is running and that the port is right.',
  },
  {
    codes: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|net::ERR_(CONNECTION_(RESET|CLOSED|ABORTED)|EMPTY_RESPONSE))$/,
    what: 'the connection was cut (reset)',
    hint: 'Try again; a proxy or firewall in between may close connections.',
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|net::ERR_(CONNECTION_)?TIMED_OUT)$/,
    what: 'no connection came about in time',
    hint: 'Check the network, the VPN and the proxy settings.',
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|net::ERR_(INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE))$/,
    what: 'there is no way to it from this network',
    hint: 'Check the network and the VPN.',
  },
  {
    codes: /^(CERT_HAS_EXPIRED|net::ERR_CERT_DATE_INVALID)$/,
    what: 'its certificate has expired (TLS)',
    hint: 'Renew the certificate of the provider, and check the clock of this machine.',
  },
  {
    codes: /^(ERR_TLS_CERT_ALTNAME_INVALID|net::ERR_CERT_COMMON_NAME_INVALID)$/,
    what: 'its certificate is for another host (TLS)',
    hint: 'Use the host name that the certificate names.',
  },
  {
    codes: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|net::ERR_CERT_.*)$/,
    what: 'its certificate is not trusted by this machine (TLS)',
    hint: 'Add the certificate authority to the system, see the setting http.systemCertificates, or name its file in NODE_EXTRA_CA_CERTS.',
  },
  {
    codes: /^(EPROTO|ERR_SSL_.*|ERR_TLS_.*|net::ERR_SSL_.*)$/,
    what: 'no secure connection could be agreed on (TLS)',
    hint: 'Check that the port speaks https, with TLS 1.2 or newer.',
  },
];

/** An `http.unreachable` error which names the host and, where the network stack says it, the cause. */
export function unreachable(thrown: Error, url: URL): SsoError {
  const atProxy = proxyFailure(thrown, url);
  if (atProxy) return atProxy;
  const code = networkCode(thrown);
  const cause = causes.find(({ codes }) => codes.test(code));
  return new SsoError('http.unreachable', {
    message: `${url.host} could not be reached: ${cause?.what ?? (code === '' ? 'the request failed' : code)}.`,
    hint: cause?.hint ?? 'Check the network and the proxy settings.',
    cause: thrown,
  });
}

/** Before a connection stands, nothing of a request has left. */
const beforeSending =
  /^(ENOTFOUND|EAI_.*|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|EPROTO|ERR_SSL_.*|ERR_TLS_.*|net::ERR_(NAME_\w+|CONNECTION_REFUSED|CERT_\w+|SSL_\w+|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|PROXY_\w+|TUNNEL_\w+))$/;

/** True unless it is sure that a request which failed like this never reached the server. */
export function mayHaveArrived(failure: unknown): boolean {
  if (!hasCode(failure, 'http.unreachable')) return true;
  const { cause } = failure;
  if (!(cause instanceof Error)) return true;
  return tunnelStatus(cause) === undefined && !beforeSending.test(networkCode(cause));
}

/** The first code in the chain of causes; `fetch` wraps the telling one once or twice. */
function networkCode(thrown: Error): string {
  for (const each of withCauses(thrown)) {
    const code = errorCode(each) || (/^net::ERR_\w+$/.exec(each.message)?.[0] ?? '');
    if (code !== '') return code;
  }
  return '';
}
