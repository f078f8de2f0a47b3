import assert from 'node:assert/strict';
import { fakeAsk, type Answers } from '../../test/fakes/fakeAsk.ts';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { declare } from './declare.ts';
import { declarationFile } from './names.ts';

const manifest = (content: object): string => JSON.stringify({ scripts: { start: 'node server.js' }, ...content });
const server = 'app.listen(process.env.PORT ?? 4000);';

describe('declare', () => {
  const cases: readonly [title: string, files: Record<string, string>, asked: readonly string[]][] = [
    ['asks for everything in an empty folder', {}, ['name', 'port']],
    ['asks for the port only, where a name is found', { 'package.json': manifest({ name: 'shop' }) }, ['port']],
    ['asks for nothing where both are found', { 'package.json': manifest({ name: 'shop' }), 'server.js': server }, []],
    ['asks for the name only, where a port is found', { 'package.json': manifest({}), 'server.js': server }, ['name']],
  ];
  for (const [title, files, asked] of cases) {
    it(title, async () => {
      const world = worldOf(files, { text: (question) => (question.includes('port') ? '4100' : 'Web Shop') });
      await declare(world.deps);
      assert.deepEqual(
        world.asked,
        asked.map((name) => `text: Declare Applications (${name})`),
      );
      const text = world.content.get(declarationFile) ?? '';
      assert.ok(text.includes(asked.includes('name') ? '"web-shop": {' : '"shop": {'), text);
      assert.ok(text.includes(`http://localhost:${asked.includes('port') ? '4100' : '4000'}`), text);
      assert.deepEqual(world.log, ['declare sso.json', 'refresh', 'open sso.json']);
    });
  }

  it('never replaces a file: it is opened', async () => {
    const world = worldOf({ [declarationFile]: '{}' }, {}, { trusted: false });
    await declare(world.deps);
    assert.deepEqual([world.log, world.content.get(declarationFile)], [['open sso.json'], '{}']);
  });

  for (const dismissed of ['name', 'port']) {
    it(`writes nothing when the person gives up at the ${dismissed}`, async () => {
      const world = worldOf({}, { text: (question) => (question.includes(dismissed) ? undefined : 'Shop') });
      await declare(world.deps);
      assert.deepEqual([world.log, world.written], [[], []]);
    });
  }

  for (const port of ['', '0', '65536', '80 ', '3e3', '-1']) {
    it(`does not take "${port}" for a port`, async () => {
      const world = worldOf({}, { text: (question) => (question.includes('port') ? port : 'Shop') });
      await assert.rejects(declare(world.deps), /A port is a number from 1 to 65535/);
    });
  }

  it('needs a folder and trust before it looks at anything', async () => {
    const untrusted = worldOf({}, {}, { trusted: false });
    await assert.rejects(declare(untrusted.deps), { code: 'workspace.untrusted' });
    const nowhere = worldOf({}, {}, { nowhere: true });
    await assert.rejects(declare(nowhere.deps), { code: 'workspace.none' });
    assert.deepEqual([untrusted.log, nowhere.log, untrusted.written], [[], [], []]);
  });
});

function worldOf(texts: Readonly<Record<string, string>>, answers: Answers, { trusted = true, nowhere = false } = {}) {
  const log: string[] = [];
  const ask = fakeAsk(answers);
  const { files, content, written } = memoryFiles(texts);
  const note = (line: string) => Promise.resolve(void log.push(line));
  const deps = {
    ask,
    files,
    documents: { open: (path: string) => note(`open ${path}`) },
    reader: { declare: () => void log.push('declare sso.json'), refresh: () => note('refresh') },
    workspace: { folder: nowhere ? undefined : '/shop', isTrusted: () => trusted },
  };
  return { deps, log, asked: ask.asked, content, written };
}
