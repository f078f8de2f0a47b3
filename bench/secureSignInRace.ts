import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Outcome } from './measure.ts';
import { signInRace, type ServerIdentity } from './signInRace.ts';

/** Goal 2 once more with an https issuer, whose certificate is made for this run and trusted by this process alone. */
export async function secureSignInRace(): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sso-bench-'));
  const trusted = getCACertificates('default');
  try {
    const identity = makeIdentity(folder);
    if (!identity) return [{ name: 'sign-in over TLS', missing: 'there is no openssl to make a certificate with' }];
    setDefaultCACertificates([...trusted, readFileSync(identity.certificate, 'utf8')]);
    return await signInRace(identity);
  } finally {
    setDefaultCACertificates(trusted);
    rmSync(folder, { recursive: true });
  }
}

/** For 127.0.0.1 and one day. Undefined where openssl is missing or does not know how. */
function makeIdentity(folder: string): ServerIdentity | undefined {
  const identity = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const { status } = spawnSync(
    'openssl',
    ['req', ...kind, ...name, '-keyout', identity.key, '-out', identity.certificate],
    {
      stdio: 'ignore',
    },
  );
  return status === 0 ? identity : undefined;
}
