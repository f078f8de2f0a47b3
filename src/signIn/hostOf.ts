import { isLoopbackHost } from '../base/loopback.ts';
import type { Host } from '../model/host.ts';

/** What an editor says of itself and of where its extensions run. */
export interface EditorFacts {
  /** The extension runs beside the person's own screen. */
  readonly runsBesidePerson: boolean;
  /** Set in every window that has a remote side, even where this extension runs on the person's machine. */
  readonly remoteName: string | undefined;
  readonly ui: Host['ui'];
  readonly uriScheme: string;
  /** `publisher.name` */
  readonly extensionId: string;
  /** The system does not know this editor, and hands nothing to it. */
  readonly isPortable: boolean;
}

/**
 * Local or remote is decided by the side that the extension runs on. The remote name is read for one thing: an editor in a
 * browser that was opened at a loopback address has that address as its name.
 */
export function hostOf({ runsBesidePerson, remoteName, ui, uriScheme, extensionId, isPortable }: EditorFacts): Host {
  return {
    runs: runsBesidePerson ? 'local' : 'remote',
    atLoopback: isLoopbackHost(URL.parse(`http://${remoteName ?? ''}`)?.hostname ?? ''),
    ui,
    ...(isPortable ? {} : { ownAddress: `${uriScheme}://${extensionId}` }),
  };
}
