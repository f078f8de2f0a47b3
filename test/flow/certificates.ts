import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key with its certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority that nobody trusts by itself, made for one test run by openssl. */
export class Authority {
  readonly cert: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));

  constructor() {
    this.openssl('req', '-x509', ...newKey, '-subj', '/CN=Test Authority', '-keyout', 'ca.key', '-out', 'ca.pem');
    this.cert = this.read('ca.pem');
  }

  /** Signs a certificate for `name`, such as `IP:127.0.0.1`; with -1 for `days` it has run out already. */
  sign(name: string, days = 1): Identity {
    writeFileSync(join(this.folder, 'names'), `subjectAltName=${name}\n`);
    this.openssl('req', ...newKey, '-subj', '/CN=server', '-keyout', 'server.key', '-out', 'server.csr');
    const signed = ['-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    this.openssl('x509', ...signed, '-days', String(days), '-extfile', 'names', '-out', 'server.pem');
    return { key: this.read('server.key'), cert: this.read('server.pem') };
  }

  /** A certificate that nobody but its own key speaks for. */
  selfSigned(name: string): Identity {
    const names = ['-subj', '/CN=server', '-addext', `subjectAltName=${name}`];
    this.openssl('req', '-x509', ...newKey, ...names, '-keyout', 'own.key', '-out', 'own.pem');
    return { key: this.read('own.key'), cert: this.read('own.pem') };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  private openssl(...words: readonly string[]): void {
    const { error, status, stderr } = spawnSync('openssl', words, { cwd: this.folder, encoding: 'utf8' });
    if (error) throw new Error('These tests need openssl to make certificates with. Install it.', { cause: error });
    if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`);
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
