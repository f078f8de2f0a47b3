import { timingSafeEqual } from 'node:crypto';

/** True when an answer has just one `state`, and it is the expected one. Takes as long for a near miss as for any other. */
export function isSameState(answer: URLSearchParams, expected: string): boolean {
  const [state, ...more] = answer.getAll('state').map((text) => Buffer.from(text));
  const wanted = Buffer.from(expected);
  return state !== undefined && more.length === 0 && state.length === wanted.length && timingSafeEqual(state, wanted);
}
