import { errorCode } from '../base/foreign.ts';
import { hasCode, SsoError } from '../base/ssoError.ts';

/** Why a host could not be reached, by the codes of Node's network stack. To name another cause, add a row. */
const causes: readonly { readonly codes: RegExp; readonly what: string; readonly hint: string }[] = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    what: 'its name could not be resolved (DNS)',
    hint: 'Check the spelling of the host, the network and the VPN.',
  },
  {
    codes: /^ECONNREFUSED$/,
    what: 'nothing listens there (connection refused)',
    hint: 'Check that the provider is running and that the port is right.',
  },
  {
    codes: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    what: 'the connection was cut (reset)',
    hint: 'Try again; a proxy or firewall in between may close connections.',
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT)$/,
    what: 'no connection came about in time',
    hint: 'Check the network, the VPN and the proxy settings.',
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
    what: 'there is no way to it from this network',
    hint: 'Check the network and the VPN.',
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    what: 'its certificate has expired (TLS)',
    hint: 'Renew the certificate of the provider, and check the clock of this machine.',
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    what: 'its certificate is for another host (TLS)',
    hint: 'Use the host name that the certificate names.',
  },
  {
    codes: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*)$/,
    what: 'its certificate is not trusted by this machine (TLS)',
    hint: 'Add the certificate authority to the system, see the setting http.systemCertificates, or name its file in NODE_EXTRA_CA_CERTS.',
  },
  {
    codes: /^(EPROTO|ERR_SSL_.*|ERR_TLS_.*)$/,
    what: 'no secure connection could be agreed on (TLS)',
    hint: 'Check that the port speaks https, with TLS 1.2 or newer.',
  },
];

/** An `http.unreachable` error which names the host and, where the network stack says it, the cause. */
export function unreachable(thrown: Error, url: URL): SsoError {
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
  /^(ENOTFOUND|EAI_.*|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|EPROTO|ERR_SSL_.*|ERR_TLS_.*)$/;

/** True unless it is sure that a request which failed like this never reached the server. */
export function mayHaveArrived(failure: unknown): boolean {
  if (!hasCode(failure, 'http.unreachable')) return true;
  return !(failure.cause instanceof Error && beforeSending.test(networkCode(failure.cause)));
}

/** The first code in the chain of causes; `fetch` wraps the telling one once or twice. */
function networkCode(thrown: Error): string {
  for (let each: unknown = thrown; each instanceof Error; each = each.cause) {
    const code = errorCode(each);
    if (code !== '') return code;
    if (each instanceof AggregateError && each.errors[0] instanceof Error) return networkCode(each.errors[0]);
  }
  return '';
}
