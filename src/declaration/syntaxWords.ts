import { printParseErrorCode } from 'jsonc-parser';

/** What is wrong with the text as JSON, in a sentence. */
export const syntaxWords = (error: Parameters<typeof printParseErrorCode>[0]): string =>
  words[printParseErrorCode(error)] ?? 'This is not JSON.';

const words: Readonly<Record<string, string>> = {
  CloseBraceExpected: 'A closing brace is missing.',
  CloseBracketExpected: 'A closing bracket is missing.',
  ColonExpected: 'A colon is missing.',
  CommaExpected: 'A comma is missing.',
  EndOfFileExpected: 'The file should end here.',
  InvalidCharacter: 'This character cannot stand in a text. Write it as an escape.',
  InvalidCommentToken: 'This is no comment.',
  InvalidEscapeCharacter: 'This escape is not known in JSON.',
  InvalidNumberFormat: 'This is no number.',
  InvalidSymbol: 'This is neither a text in quotes, nor a number, nor true, false or null.',
  InvalidUnicode: 'This escape is no Unicode character.',
  PropertyNameExpected: 'A key in quotes is missing.',
  UnexpectedEndOfComment: 'This comment does not end.',
  UnexpectedEndOfNumber: 'This number does not end.',
  UnexpectedEndOfString: 'This text does not end. A quote is missing.',
  ValueExpected: 'A value is missing.',
};
