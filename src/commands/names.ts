/** Every public name once. `test/architecture.test.ts` compares these lists with `package.json`, in both directions. */

export const commandIds = {
  addSignIn: 'sso.addSignIn',
  apply: 'sso.apply',
  compare: 'sso.compare',
  copyDiagnostics: 'sso.copyDiagnostics',
  copyValue: 'sso.copyValue',
  declare: 'sso.declare',
  decodeToken: 'sso.decodeToken',
  explainAccess: 'sso.explainAccess',
  forgetEverything: 'sso.forgetEverything',
  inspectProvider: 'sso.inspectProvider',
  openApplication: 'sso.openApplication',
  openDeclaration: 'sso.openDeclaration',
  openProviderConsole: 'sso.openProviderConsole',
  openSample: 'sso.openSample',
  refresh: 'sso.refresh',
  showLog: 'sso.showLog',
  showMenu: 'sso.showMenu',
  showPlan: 'sso.showPlan',
  signIn: 'sso.signIn',
  signInAs: 'sso.signInAs',
  signOut: 'sso.signOut',
  signOutAtProvider: 'sso.signOutAtProvider',
  startLocalProvider: 'sso.startLocalProvider',
  stopLocalProvider: 'sso.stopLocalProvider',
  switchAccount: 'sso.switchAccount',
  useEnvironment: 'sso.useEnvironment',
} as const;

export type CommandName = keyof typeof commandIds;
export type CommandId = (typeof commandIds)[CommandName];

export const viewIds = {
  applications: 'sso.applications',
  groups: 'sso.groups',
  providers: 'sso.providers',
} as const;

export const settingNames = {
  allowHttpOnLoopback: 'sso.signIn.allowHttpOnLoopback',
  bindTokens: 'sso.signIn.bindTokens',
  offlineAccess: 'sso.signIn.offlineAccess',
  selectAccount: 'sso.signIn.selectAccount',
  signInFlow: 'sso.signIn.flow',
  signInPorts: 'sso.signIn.ports',
  signInTimeout: 'sso.signIn.timeoutSeconds',
} as const;

/** Keys for the `when` clauses of `package.json`. */
export const contextKeys = {
  anySession: 'sso.anySession',
  declared: 'sso.declared',
  localProviderRunning: 'sso.localProviderRunning',
  signedIn: 'sso.signedIn',
} as const;

export const authenticationProviderId = 'sso';
export const statusBarItemId = 'sso.status';
export const declarationFile = 'sso.json';
