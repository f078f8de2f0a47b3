import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTokens, reads, statementEnd } from './tokens.ts';

const pieces = ['(', '{', '[', '`', '${', '$', '/', "'", '"', '\\', '\n', ']', ')', '}', '*', ';', 'a', '1', ' '];

describe('readTokens', () => {
  it('leaves out comments, and does not mistake text, templates or patterns for code', () => {
    const text = 'f(/* ) */ "(", `${g({})} (`, /[/(]/, 1); // (\n';
    assert.deepEqual(
      readTokens(text)
        .filter(({ depth }) => depth === 0)
        .map(({ value }) => value),
      ['f', '(', ')', ';'],
    );
  });

  it('T35: reads anything without failing, each token where it stands', () => {
    const unit = fc.oneof(
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      fc.constantFrom(...pieces),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const tokens = readTokens(text);
        const written = tokens.map(({ kind, start, end }) =>
          kind === 'string' ? text.slice(start + 1, end - 1) : text.slice(start, end),
        );
        assert.deepEqual(
          tokens.map(({ value }) => value),
          written,
        );
      }),
    );
  });
});

describe('statementEnd', () => {
  const cases: readonly (readonly [text: string, end: string])[] = [
    ['const app = express();\nnext();', 'const app = express();'],
    ['const app = express()\nnext()', 'const app = express()'],
    ['const app = express(), port = 3000;\nnext()', 'const app = express(), port = 3000;'],
    ['const app = express()\n  .use(a)\n  .use(b)\nnext()', 'const app = express()\n  .use(a)\n  .use(b)'],
    ['const app =\n  express()\nnext()', 'const app =\n  express()'],
    ['import {\n  a,\n} from "x"\nnext()', 'import {\n  a,\n} from "x"'],
    ['const app = express() // the app\nnext()', 'const app = express()'],
    ['const app = express()', 'const app = express()'],
    ['call(function () {\n a; b;\n})\nnext()', 'call(function () {\n a; b;\n})'],
  ];
  for (const [text, end] of cases) {
    it(`ends ${JSON.stringify(text)} in the right place`, () => {
      const tokens = readTokens(text);
      assert.equal(text.slice(0, tokens[statementEnd(tokens, 0)]?.end), end);
    });
  }

  it('stays within the function in which the statement stands', () => {
    const tokens = readTokens('function make() { const app = express() }\nnext()');
    const index = tokens.findIndex((_, at) => reads(tokens, at, 'const', 'app'));
    assert.equal(tokens[statementEnd(tokens, index)]?.value, ')');
  });
});
