/**
 * The local identity provider: a process of its own, spoken to over HTTP only.
 * It knows the OpenID Connect protocol through oidc-provider, its registrations, and the people of one sso.json.
 * It must never know the editor, nor share protocol code with `signIn/` and `tokens/`: one wrong reading of a specification
 * must not hide in both. On stdout it says one line, whether it is ready; all else goes to provider.log.
 */
import { SsoError } from '../base/ssoError.ts';
import { readCommandLine } from './commandLine.ts';
import { keepCompiledCode } from './compiledCode.ts';

const options = readCommandLine(process.argv.slice(2));

if (options.kind === 'console') {
  const { runConsole } = await import('./console.ts');
  process.exitCode = await runConsole(options);
} else {
  process.stdout.on('error', () => {
    // whoever started us may be gone before the line is read; that is no reason to end
  });
  process.stderr.on('error', () => {
    // the same
  });
  try {
    if (options.kind === 'wrong') throw new SsoError('localProvider.notStarted', { message: options.message });
    const writeDown = keepCompiledCode(options.state);
    const { start } = await import('./start.ts'); // after that, so that its compiled form is kept
    const { issuer, instanceId, pid } = await start(options);
    writeDown();
    await say({ kind: 'ready', issuer, instanceId, pid });
  } catch (error) {
    const known = error instanceof SsoError;
    const message = known ? error.message : `The local identity provider did not start: ${reason(error)}`;
    await say({ kind: 'failed', code: known ? error.code : 'localProvider.notStarted', message });
    process.exit(1);
  }
}

/** Resolves when the line is out, or when nobody is there to read it. */
function say(line: unknown): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, () => {
      resolve();
    });
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : 'for an unknown reason.';
}
