import { errorCode } from './foreign.ts';

/** Sends a signal to a process, as `process.kill` does; 0 only asks whether it is there. */
type Kill = (pid: number, signal: 0) => unknown;

/**
 * True where a process has the id, also when it is somebody else's (EPERM). Ids are given again: that it lives does not
 * yet say that it is the process that was meant.
 */
export function isAlive(pid: number, kill: Kill = process.kill.bind(process)): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCode(thrown) === 'EPERM';
  }
}
