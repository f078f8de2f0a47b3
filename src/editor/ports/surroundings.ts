import * as vscode from 'vscode';
import { isLoopbackHost } from '../../base/loopback.ts';
import type { Host } from '../../model/host.ts';
import type { Surroundings } from '../../ports.ts';

/** Where this window stands between the person's browser and the provider. */
export function surroundingsOf(context: vscode.ExtensionContext, onDidOpen: vscode.Event<vscode.Uri>): Surroundings {
  return {
    host: hostOf(context),
    reachable: async (url) => (await vscode.env.asExternalUri(vscode.Uri.parse(url, true))).toString(true),
    onDidOpen: (listener) =>
      onDidOpen((address) => {
        listener(address.toString(true));
      }),
  };
}

/** By the kind the extension runs as: `remoteName` is set in local hosts too, and is read for a loopback authority only. */
function hostOf(context: vscode.ExtensionContext): Host {
  const isLocal = context.extension.extensionKind === vscode.ExtensionKind.UI;
  const authority = vscode.env.remoteName ?? '';
  const isPortable = Reflect.get(vscode.env, 'isAppPortable') === true; // newer than the oldest supported editor
  return {
    runs: isLocal ? 'local' : 'remote',
    atLoopback: isLoopbackHost(URL.parse(`http://${authority}`)?.hostname ?? ''),
    ui: vscode.env.uiKind === vscode.UIKind.Desktop ? 'desktop' : 'web',
    ...(isPortable ? {} : { ownAddress: `${vscode.env.uriScheme}://${context.extension.id}` }),
  };
}
