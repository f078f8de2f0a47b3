import { Emitter } from '../../src/base/emitter.ts';
import type { Host } from '../../src/model/host.ts';
import type { SessionFacts } from '../../src/model/session.ts';
import type { Settings, Surroundings } from '../../src/ports.ts';
import type { KnownClient, KnownClients, SignInPerson } from '../../src/signIn/request.ts';

/** An editor on the person's own machine. */
export const desktop: Host = {
  runs: 'local',
  atLoopback: false,
  ui: 'desktop',
  ownAddress: 'vscode://sso-toolkit.sso-toolkit',
};

export function fakeSurroundings(host: Host = desktop): Surroundings & { readonly hand: (address: string) => void } {
  const opened = new Emitter<string>();
  return {
    host,
    reachable: (url) => Promise.resolve(url),
    onDidOpen: opened.event,
    hand: (address) => {
      opened.fire(address);
    },
  };
}

/** Somebody whom nothing is asked in this test. */
export function absentPerson(): SignInPerson & { readonly steps: string[] } {
  const steps: string[] = [];
  return {
    steps,
    showCode: () => Promise.reject(new Error('no code was to be shown')),
    pastedAddress: () => Promise.reject(new Error('nothing was to be pasted')),
    step: (words) => void steps.push(words),
  };
}

export function fakeClients(): KnownClients & { readonly known: Map<string, KnownClient> } {
  const known = new Map<string, KnownClient>();
  return {
    known,
    get: (issuer) => Promise.resolve(known.get(issuer)),
    put: (issuer, client) => Promise.resolve(void known.set(issuer, client)),
    forget: (issuer) => Promise.resolve(void known.delete(issuer)),
  };
}

/** Nothing set, but for what a test sets. */
export const fakeSettings = (set: Partial<Settings> = {}): Settings => ({
  signInPorts: () => [],
  signInTimeoutMs: () => 60_000,
  signInFlow: () => undefined,
  allowHttpOnLoopback: () => false,
  offlineAccess: () => false,
  selectAccount: () => true,
  bindTokens: () => 'whenRequired',
  ...set,
});

export const sessionFacts = (facts: Partial<SessionFacts> = {}): SessionFacts => ({
  id: 'session',
  environment: 'local',
  issuer: 'http://127.0.0.1:9400',
  account: { id: 'http://127.0.0.1:9400#alice', label: 'Alice Adams' },
  scopes: ['openid'],
  refreshable: true,
  clientId: 'sso-toolkit',
  flow: 'loopback',
  bound: false,
  ...facts,
});
