/** Where things lie in this repository, for the editor host and for the scripts. */
import { join, resolve } from 'node:path';

export const kitFolder = import.meta.dirname;
export const projectFolder = resolve(kitFolder, '..', '..');

/** The packaged extension that the browser tests install; the host tests load it unpacked. */
export const extensionVsix = join(projectFolder, 'dist', 'sso-toolkit.vsix');

/** The workspaces that a test may open a copy of, by the name of their folder; the first that has it counts. */
export const workspaceParents = [join(projectFolder, 'samples'), join(projectFolder, 'test', 'ui', 'workspaces')];

/** Opened by `npm start`, and by tests that ask for nothing else. */
export const defaultSample = 'plain-express';

/** Asks for sessions through the public API, as somebody else's extension. */
export const secondExtension = join(projectFolder, 'test', 'secondExtension');

/** Sources of the mocha tests (`*.test.ts`) and where their compiled form goes. */
export const hostTestsFolder = join(projectFolder, 'test', 'host');
export const compiledTestsFolder = join(projectFolder, 'out', 'test');

/** Sources of the Playwright tests (`*.spec.ts`). */
export const uiTestsFolder = join(projectFolder, 'test', 'ui');

/** Logs, screenshots, traces and reports. Ignored by git. */
export const artifactsFolder = join(projectFolder, '.test-artifacts');

/** The package as the host tests load it. */
export const unpackedExtension = join(artifactsFolder, 'host', 'extension');

/** Bundles whose unhandled rejections fail a mocha run. */
export const ownCodeFolders = [unpackedExtension, compiledTestsFolder];
