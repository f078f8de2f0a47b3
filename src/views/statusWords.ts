import type { Connection } from '../model/connection.ts';
import type { Operation } from '../model/operation.ts';
import type { SyncStatus, UnknownReason } from '../model/syncStatus.ts';
import { noticeText } from './plainText.ts';

/** The verdict in words, the same in every place that shows it. */
export function statusWords(status: SyncStatus): string {
  switch (status.kind) {
    case 'synced':
      return 'synced';
    case 'outOfSync':
      return count(status.differences.length, 'difference');
    case 'missing':
      return 'not registered';
    case 'extra':
      return 'no longer declared';
    case 'unmanaged':
      return 'made elsewhere';
    case 'notLinked':
      return 'not linked to a registration';
    case 'unknown':
      return `unknown: ${reasons[status.reason]}`;
  }
}

/** Name of the codicon that says what the words say. */
export const statusIcon = ({ kind }: SyncStatus): string => looks[kind].icon;

/** A theme colour; never the only carrier. */
export const statusColour = ({ kind }: SyncStatus): string | undefined => looks[kind].colour;

/** Empty where nothing is going on. */
export function operationWords(operation: Operation | undefined): string {
  switch (operation?.kind) {
    case 'applying':
      return 'applying';
    case 'failed':
      return `failed: ${noticeText(operation.reason)}`;
    case 'idle':
    case undefined:
      return '';
  }
}

/** What may be said of a status while the provider cannot be asked: what was read before is no longer known. */
export function statusNow(status: SyncStatus, connection: Connection): SyncStatus {
  switch (connection.kind) {
    case 'stopped':
    case 'denied':
    case 'unreachable':
      return status.kind === 'unknown' ? status : { kind: 'unknown', reason: connection.kind };
    case 'unknown':
    case 'starting':
    case 'reachable':
      return status;
  }
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${String(number)} ${number === 1 ? one : many}`;

const looks: Readonly<Record<SyncStatus['kind'], { readonly icon: string; readonly colour?: string }>> = {
  synced: { icon: 'pass', colour: 'testing.iconPassed' },
  outOfSync: { icon: 'diff', colour: 'list.warningForeground' },
  missing: { icon: 'circle-outline', colour: 'list.warningForeground' },
  extra: { icon: 'trash' },
  unmanaged: { icon: 'person' },
  notLinked: { icon: 'link' },
  unknown: { icon: 'question' },
};

const reasons: Readonly<Record<UnknownReason, string>> = {
  answerInvalid: "the provider's answer was not understood",
  denied: 'no right to read it',
  expired: 'sign in again',
  hidden: 'you may not be able to see it',
  neverRead: 'not read yet',
  stopped: 'provider stopped',
  unreachable: 'provider not reachable',
  unsupported: 'this kind of provider cannot be read yet',
};
