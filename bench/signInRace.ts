import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { libraryDiscovery, librarySignIn } from './librarySignIn.ts';
import { takeTurns, timed, type Outcome } from './measure.ts';
import { msalSignIn } from './msalSignIn.ts';
import { reset, signIn } from './product.ts';
import { rawDiscovery, rawSignIn } from './rawSignIn.ts';
import { ask, closeConnections, visit } from './userAgent.ts';

const rounds = 41;
const clientId = 'bench';

/** Files in PEM form. This process has to trust the certificate already. */
export interface ServerIdentity {
  readonly key: string;
  readonly certificate: string;
}

/**
 * Goal 2: whole sign-ins at a loopback provider without a login page, metadata known (warm) and not (cold); over TLS
 * when the provider is given an identity. Connections are kept by everybody who can.
 */
export async function signInRace(identity?: ServerIdentity): Promise<readonly Outcome[]> {
  const program = join(import.meta.dirname, 'processes', 'provider.ts');
  const provider = spawn(process.execPath, [program, ...(identity ? [identity.key, identity.certificate] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(provider.stdout, 'data')) as [Buffer];
    const issuer = `${identity ? 'https' : 'http'}://127.0.0.1:${line.toString().trim()}`;
    const known = await rawDiscovery(issuer);
    const client = await libraryDiscovery(issuer, clientId);
    const product = {
      warm: () => timed(() => signInByProduct(issuer)),
      cold: () => timed(() => coldByProduct(issuer)),
    };
    const [warm = NaN, cold = NaN, raw = NaN, library = NaN, rawCold = NaN, rawWhole = NaN] = await takeTurns(
      rounds,
      [
        product.warm,
        product.cold,
        () => timed(() => rawSignIn(issuer, clientId, known)),
        () => timed(() => librarySignIn(client)),
        () =>
          timed(async () => {
            await rawSignIn(issuer, clientId, await rawDiscovery(issuer));
          }),
        () => timed(() => rawSignIn(issuer, clientId, known, 'whole')),
      ],
      8,
    );
    const [besideMsal = NaN, msal = NaN] = await takeTurns(
      11,
      [product.cold, () => timed(() => msalSignIn(issuer, clientId))],
      2,
    );
    const requests = { cold: await requestsOf(issuer, coldByProduct), warm: await requestsOf(issuer, signInByProduct) };
    return [
      { name: 'sign-in, metadata known, against raw requests', product: warm, anchor: raw, unit: 'ms', goal: 1.3 },
      {
        name: 'sign-in, cold, against raw requests with metadata known',
        product: cold,
        anchor: raw,
        unit: 'ms',
        goal: 1.7,
      },
      { name: '  metadata known, against openid-client alone', product: warm, anchor: library, unit: 'ms' },
      {
        name: '  metadata known, against raw requests with the same pages',
        product: warm,
        anchor: rawWhole,
        unit: 'ms',
      },
      { name: '  cold, against raw requests just as cold', product: cold, anchor: rawCold, unit: 'ms' },
      { name: 'sign-in, cold, against msal-node', product: besideMsal, anchor: msal, unit: 'ms', goal: 0.125 },
      { name: '  requests to the provider, cold', product: requests.cold, anchor: 4, unit: 'requests', goal: 1 },
      {
        name: '  requests to the provider, metadata known',
        product: requests.warm,
        anchor: 1,
        unit: 'requests',
        goal: 1,
      },
    ];
  } finally {
    closeConnections();
    provider.kill();
  }
}

async function signInByProduct(issuer: string): Promise<void> {
  let page: Promise<void> | undefined;
  await signIn({
    issuer,
    clientId,
    scope: 'openid',
    openUrl: (url) => {
      page = visit(url); // not awaited here: its last page comes only after the tokens
    },
  });
  await page;
}

async function coldByProduct(issuer: string): Promise<void> {
  reset();
  await signInByProduct(issuer);
}

/** Those of the client; the browser's own are not counted. */
async function requestsOf(issuer: string, work: (issuer: string) => Promise<void>): Promise<number> {
  await ask(`${issuer}/requests`);
  await work(issuer);
  return (JSON.parse((await ask(`${issuer}/requests`)).body) as { requests: number }).requests;
}
