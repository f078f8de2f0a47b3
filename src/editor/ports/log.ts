import type * as vscode from 'vscode';
import { redact } from '../../base/redact.ts';
import type { Log } from '../../ports.ts';

/** Nothing that could be a credential reaches the channel, whoever writes the line. */
export function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    show: () => {
      channel.show(true);
    },
    info: (line) => {
      channel.info(redact(line));
    },
    warn: (line) => {
      channel.warn(redact(line));
    },
    error: (line) => {
      channel.error(redact(line));
    },
  };
}
