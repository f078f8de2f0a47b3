import { parseArgs } from 'node:util';

export interface ServeOptions {
  readonly kind: 'serve';
  readonly state: string;
  readonly port: number;
  readonly declaration: string | undefined;
  /** Milliseconds without a lease after which the provider ends. */
  readonly linger: number;
  /** Seconds. */
  readonly accessTokenTtl: number;
}

export interface ConsoleOptions {
  readonly kind: 'console';
  readonly state: string;
  /** One command to run; empty for a conversation. */
  readonly command: readonly string[];
}

export type Options = ServeOptions | ConsoleOptions | { readonly kind: 'wrong'; readonly message: string };

const usage =
  'Usage: localProvider --state <folder> --port <number> [--declaration <sso.json>] [--linger <ms>] [--access-token-ttl <s>], or: localProvider console --state <folder> [-- <command>]';

export function readCommandLine(args: readonly string[]): Options {
  try {
    return args[0] === 'console' ? consoleOptions(args.slice(1)) : serveOptions(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'The command line cannot be read.');
  }
}

function serveOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      state: { type: 'string' },
      port: { type: 'string' },
      declaration: { type: 'string' },
      linger: { type: 'string', default: '8000' },
      'access-token-ttl': { type: 'string', default: '3600' },
    },
  });
  const port = whole(values.port);
  const linger = whole(values.linger);
  const accessTokenTtl = whole(values['access-token-ttl']);
  if (!values.state) return wrong('--state names no folder.');
  if (port === undefined || port > 65_535) return wrong('--port must be a number from 0 to 65535.');
  if (!linger || !accessTokenTtl) return wrong('--linger and --access-token-ttl must be whole numbers above 0.');
  return { kind: 'serve', state: values.state, port, declaration: values.declaration, linger, accessTokenTtl };
}

function consoleOptions(args: readonly string[]): Options {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const { values } = parseArgs({ args: [...own], options: { state: { type: 'string' } } });
  if (!values.state) return wrong('--state names no folder.');
  return { kind: 'console', state: values.state, command: end < 0 ? [] : args.slice(end + 1) };
}

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

const wrong = (message: string): Options => ({ kind: 'wrong', message: `${message} ${usage}` });
