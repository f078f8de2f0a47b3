/** `npm run package`: dist/sso-toolkit.vsix, checked. */
import { makePackage } from './packaging/makePackage.ts';

process.exitCode = (await makePackage()) ? 0 : 1;
