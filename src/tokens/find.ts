/** Where something shaped like a token in compact form stands in a text. `end` is exclusive. */
export interface FoundToken {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds everything shaped like a JWS or JWE in compact form whose header begins with `{"`, in one pass whose cost grows
 * with the length of the text only. Offsets are UTF-16 code units. Says nothing about whether it decodes.
 */
export function findTokens(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  // One letter is searched for much faster than three, and `J` is the rarest of `eyJ`: until text full of it shows up.
  let strays = 0;
  let at = text.indexOf('J', 2);
  while (at >= 0) {
    const start = at - 2;
    if (text.charCodeAt(at - 1) === 0x79 && text.charCodeAt(start) === 0x65) {
      if (!startsAt(text, start)) at++;
      else at = take(text, start, found);
    } else {
      at++;
      strays++;
    }
    if (strays * scarce <= at + leeway) at = text.indexOf('J', at);
    else {
      at = text.indexOf('eyJ', Math.max(at - 2, 0));
      if (at >= 0) at += 2;
    }
  }
  return found;
}

/** One `J` in fewer characters than this, and searching for the whole beginning is faster. */
const scarce = 40;
const leeway = 4096;

/** Adds the token that begins at `start`, if it is one, and answers where to go on. */
function take(text: string, start: number, found: FoundToken[]): number {
  const header = partEnd(text, start);
  if (text.charCodeAt(header) !== dot) return header;
  const second = partEnd(text, header + 1);
  if (text.charCodeAt(second) !== dot) return second;
  const third = partEnd(text, second + 1);
  const fourth = text.charCodeAt(third) === dot ? partEnd(text, third + 1) : third;
  if (fourth <= third + 1) {
    // Nothing, or only a full stop, comes after the third part.
    if (second > header + 1) found.push({ start, end: third });
    return fourth;
  }
  if (text.charCodeAt(fourth) !== dot) return fourth;
  const fifth = partEnd(text, fourth + 1);
  if (third > second + 1 && fifth > fourth + 1) found.push({ start, end: fifth });
  return fifth;
}

function partEnd(text: string, start: number): number {
  part.lastIndex = start;
  part.test(text);
  return part.lastIndex;
}

/** Not in the middle of other base64url. `%20eyJ` and `\neyJ`, as logs and JSON write them, do begin a token. */
function startsAt(text: string, start: number): boolean {
  return start === 0 || /(?:[^\w.-]|%..|\\[nrt])$/s.test(text.slice(Math.max(start - 3, 0), start));
}

const dot = 0x2e;

/** Twice as fast as a loop over character codes. Sticky and never failing, so it always ends where the part does. */
const part = /[\w-]*/y;
