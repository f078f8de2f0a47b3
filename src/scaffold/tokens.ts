import jsTokens from 'js-tokens';

/** One token of JavaScript or TypeScript that is neither a comment nor white space. */
export interface Token {
  readonly kind: 'name' | 'string' | 'sign' | 'other';
  /** As written; of a string, what stands between its quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open around it. A bracket itself counts as outside. */
  readonly depth: number;
  /** First token of its line. */
  readonly onNewLine: boolean;
}

const kinds: Readonly<Record<string, Token['kind']>> = {
  IdentifierName: 'name',
  StringLiteral: 'string',
  Punctuator: 'sign',
};
const gaps = new Set([
  'WhiteSpace',
  'LineTerminatorSequence',
  'SingleLineComment',
  'MultiLineComment',
  'HashbangComment',
]);
const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);

/** Never fails: what is no program gives tokens in which nothing is found. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let depth = 0;
  let onNewLine = true;
  for (const { type, value } of jsTokens(text)) {
    const start = offset;
    offset += value.length;
    if (gaps.has(type)) {
      onNewLine ||= type !== 'WhiteSpace' && value.includes('\n');
      continue;
    }
    const kind = kinds[type] ?? 'other';
    if ((kind === 'sign' && closing.has(value)) || type === 'TemplateTail') depth = Math.max(0, depth - 1);
    const written = kind === 'string' ? value.slice(1, -1) : value;
    tokens.push({ kind, value: written, start, end: offset, depth, onNewLine });
    if ((kind === 'sign' && opening.has(value)) || type === 'TemplateHead') depth++;
    onNewLine = false;
  }
  return tokens;
}

/** True when the tokens from `index` on read as `pattern`; a string token is written with a leading quote. */
export function reads(tokens: readonly Token[], index: number, ...pattern: readonly string[]): boolean {
  return index >= 0 && pattern.every((wanted, offset) => isToken(tokens[index + offset], wanted));
}

const isToken = (token: Token | undefined, wanted: string): boolean =>
  token !== undefined &&
  (token.kind === 'string' ? wanted.startsWith("'") && token.value === wanted.slice(1) : token.value === wanted);

/** Index of the last token of the statement in which `index` stands, by the rules of automatic semicolons as people use them. */
export function statementEnd(tokens: readonly Token[], index: number): number {
  const depth = tokens[index]?.depth ?? 0;
  for (let at = index; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token?.depth !== depth) continue;
    if (token.kind === 'sign' && token.value === ';') return at;
    if (next === undefined || next.depth < depth) return at;
    if (next.depth === depth && next.onNewLine && !continues(token) && !continues(next)) return at;
  }
  return tokens.length - 1;
}

const continues = ({ kind, value }: Token): boolean =>
  (kind === 'sign' && !closing.has(value) && !['{', '!', '++', '--'].includes(value)) ||
  (kind === 'name' && ['as', 'from', 'in', 'instanceof', 'satisfies'].includes(value));
