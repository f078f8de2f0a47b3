const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Distance of a moment from now in one unit: "in 59 minutes", "3 days ago", "now". Always rounded down, never in favour. */
export function span(moment: Date, now: Date): string {
  const seconds = Math.trunc((moment.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  const unit = units.find(([, length]) => size >= length);
  if (!unit) return 'now';
  const [name, length] = unit;
  const count = Math.floor(size / length);
  const words = `${String(count)} ${name}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
