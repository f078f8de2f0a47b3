const ceilingMs = 60 * 60_000;

/**
 * How long a server asks to be left alone (RFC 9110, 10.2.3: seconds, or a date), in milliseconds, at most an hour.
 * Undefined where it says nothing that makes sense.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const said = headers.get('retry-after')?.trim() ?? '';
  const isDate = /^[A-Za-z]{3}, /.test(said); // `Date.parse` takes "-1" and "1.5" for dates too
  const wait = /^\d{1,10}$/.test(said) ? Number(said) * 1000 : isDate ? Date.parse(said) - now.getTime() : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(ceilingMs, Math.max(0, wait));
}
