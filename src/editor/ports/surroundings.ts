import * as vscode from 'vscode';
import type { Surroundings } from '../../ports.ts';
import { handedAddress } from '../../signIn/handedAddress.ts';
import { type EditorFacts, hostOf } from '../../signIn/hostOf.ts';

/** Where this window stands between the person's browser and the provider. */
export function surroundingsOf(context: vscode.ExtensionContext, onDidOpen: vscode.Event<vscode.Uri>): Surroundings {
  const host = hostOf(factsOf(context));
  return {
    host,
    reachable: async (url) => (await vscode.env.asExternalUri(vscode.Uri.parse(url, true))).toString(true),
    onDidOpen: (listener) =>
      onDidOpen((parts) => {
        const address = handedAddress(parts, host.ui);
        if (address !== undefined) listener(address);
      }),
  };
}

const factsOf = ({ extension }: vscode.ExtensionContext): EditorFacts => ({
  runsBesidePerson: extension.extensionKind === vscode.ExtensionKind.UI,
  remoteName: vscode.env.remoteName,
  ui: vscode.env.uiKind === vscode.UIKind.Desktop ? 'desktop' : 'web',
  uriScheme: vscode.env.uriScheme,
  extensionId: extension.id,
  isPortable: Reflect.get(vscode.env, 'isAppPortable') === true, // newer than the oldest supported editor
});
