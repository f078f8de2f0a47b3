import assert from 'node:assert/strict';
import { consoleCommands, type AdminCall } from './consoleCommands.ts';

/** Clears the screen, turns the direction of writing, and begins a line of its own. */
const odd = '\u001B[2J\u202E\nsecret: x\u009B31m';
const shown = String.raw`\u001b[2J\u202e\u000asecret: x\u009b31m`;

const application = {
  clientId: `shop${odd}`,
  version: `7${odd}`,
  fields: {
    name: odd,
    type: 'web',
    redirectUris: [`http://localhost/${odd}`],
    grants: [{ group: odd, role: odd }],
  },
};

describe('commands of the console', () => {
  const good: AdminCall = (method, path) =>
    Promise.resolve({
      ok: true,
      answer:
        method === 'PATCH'
          ? { version: '8', secret: `s3cret${odd}` }
          : path === 'applications'
            ? { applications: [application] }
            : application,
    });
  const refusing: AdminCall = (_method, path) =>
    Promise.resolve({ ok: false, answer: { message: `No application ${path}${odd}` } });
  const run = async (call: AdminCall, name: string, ...words: readonly string[]) => {
    const outcome = await consoleCommands.find((command) => command.name === name)?.run(call, words);
    return typeof outcome === 'object' ? outcome.failed : (outcome ?? '');
  };

  const cases: readonly [title: string, text: () => Promise<string>, expected: string][] = [
    ['list', () => run(good, 'list'), `shop${shown}  web  ${shown}`],
    [
      'show',
      () => run(good, 'show', 'shop'),
      [
        `shop${shown} (version 7${shown})`,
        `  name: ${shown}`,
        '  type: web',
        `  redirectUris: http://localhost/${shown}`,
        `  grants: ${shown}=${shown}`,
      ].join('\n'),
    ],
    ['set', () => run(good, 'set', 'shop', 'name', 'x'), `shop${shown} is changed.\nsecret: s3cret${shown}`],
    ['remove', () => run(good, 'remove', 'shop'), `shop${shown} is removed.`],
    ['a refusal', () => run(refusing, 'list'), `No application applications${shown}`],
  ];
  for (const [title, text, expected] of cases) {
    it(`T36: ${title} lets no foreign character act on the terminal`, async () => {
      assert.equal(await text(), expected);
    });
  }
});
