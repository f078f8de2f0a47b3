import { diagnostics } from '../views/diagnostics.ts';
import type { Parts } from './parts.ts';

type Deps = Pick<Parts, 'about' | 'ask' | 'clipboard' | 'clock' | 'settings' | 'store' | 'surroundings' | 'workspace'>;

/** *SSO: Copy Diagnostics*. What somebody else needs to know to help; nothing is asked of a provider, and no secret is in it. */
export async function copyDiagnostics({
  about,
  ask,
  clipboard,
  clock,
  settings,
  store,
  surroundings,
  workspace,
}: Deps): Promise<void> {
  const text = diagnostics({
    about,
    host: surroundings.host,
    isTrusted: workspace.isTrusted(),
    settings: {
      ports: settings.signInPorts(),
      timeoutSeconds: settings.signInTimeoutMs() / 1000,
      flow: settings.signInFlow() ?? 'not pinned',
      allowHttpOnLoopback: settings.allowHttpOnLoopback(),
      offlineAccess: settings.offlineAccess(),
      bindTokens: settings.bindTokens(),
    },
    snapshot: store.current,
    now: clock.now(),
  });
  await clipboard.write(text);
  await ask.tell(
    'Diagnostics are in the clipboard. They name environments and addresses, but no account and no secret.',
  );
}
