const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Foreign text for a terminal: what is not seen, or changes how its neighbours are seen (escape sequences, bidi, line ends),
 * is written as `\u....`, so that a name can neither move the cursor nor pretend to be another line.
 */
export const visible = (text: string): string =>
  text.replace(unseen, (character) =>
    Array.from({ length: character.length }, (_, unit) => hex(character.charCodeAt(unit))).join(''),
  );

const hex = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
