import * as vscode from 'vscode';

export interface LoadedAuthentication {
  getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]>;
  createSession(
    scopes: readonly string[],
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession>;
  removeSession(id: string): Promise<void>;
  readonly onDidChange: (listener: (event: vscode.AuthenticationProviderAuthenticationSessionsChangeEvent) => void) => {
    dispose(): void;
  };
}

/** Registered at once, since the editor asks as soon as the extension is active; the work is loaded on first use. */
export class LateAuthentication implements vscode.AuthenticationProvider, vscode.Disposable {
  private readonly load: () => Promise<{ readonly authentication: LoadedAuthentication }>;
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  private isListening = false;
  readonly onDidChangeSessions = this.changed.event;

  constructor(load: () => Promise<{ readonly authentication: LoadedAuthentication }>) {
    this.load = load;
  }

  async getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    return (await this.loaded()).getSessions(scopes, options);
  }

  async createSession(
    scopes: readonly string[],
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession> {
    return (await this.loaded()).createSession(scopes, options);
  }

  async removeSession(id: string): Promise<void> {
    await (await this.loaded()).removeSession(id);
  }

  /** Passes changes on from the moment when there is something that can change. */
  async loaded(): Promise<LoadedAuthentication> {
    const { authentication } = await this.load();
    if (!this.isListening) {
      this.isListening = true;
      authentication.onDidChange((event) => {
        this.changed.fire(event);
      });
    }
    return authentication;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
