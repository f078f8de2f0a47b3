import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../base/processLife.ts';
import type { ErrorCode } from '../../base/ssoError.ts';
import type { Clock } from '../../ports.ts';
import { cleanEnvironment, launch, readyLimit } from './launch.ts';

describe('launch', function () {
  this.timeout(10_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'launch-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = async (source: string, clock: Clock = still): Promise<void> => {
    const program = join(folder, 'program.mjs');
    await writeFile(program, source);
    await launch({ program, stateFolder: join(folder, 'state'), port: 9400, declarationFile: '/w/sso.json' }, clock);
  };

  it('gives the program its arguments, and waits for its word', async () => {
    await run(`
      import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(join(folder, 'asked.json'))}, JSON.stringify(process.argv.slice(2)));
      console.log(JSON.stringify({ kind: 'ready', issuer: 'http://127.0.0.1:9400', instanceId: 'one', pid: process.pid }));`);
    const { default: asked } = (await import(join(folder, 'asked.json'), { with: { type: 'json' } })) as {
      default: unknown;
    };
    const state = join(folder, 'state');
    assert.deepEqual(asked, ['--state', state, '--port', '9400', '--declaration', '/w/sso.json']);
    if (process.platform !== 'win32') assert.equal((await stat(state)).mode & 0o777, 0o700);
  });

  const failed = (code: string) => `console.log(JSON.stringify({ kind: 'failed', code: '${code}', message: 'no' }))`;
  const failures: readonly [title: string, source: string, code: ErrorCode][] = [
    ['the port is taken', failed('localProvider.portTaken'), 'localProvider.portTaken'],
    ['it gives up', failed('localProvider.notStarted'), 'localProvider.notStarted'],
    ['it dies', 'process.exit(3)', 'localProvider.notStarted'],
    ['it does not speak JSON', 'console.log("hello")', 'localProvider.notStarted'],
    ['it says something else', 'console.log("{}")', 'localProvider.notStarted'],
  ];
  for (const [title, source, code] of failures) {
    it(`fails when ${title}`, () => assert.rejects(run(source), { code }));
  }

  it('leaves nothing running where another one serves already', async () => {
    const noted = join(folder, 'pid');
    await run(`
      import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(noted)}, String(process.pid));
      setInterval(() => undefined, 1000);
      console.log(JSON.stringify({ kind: 'ready', issuer: 'http://127.0.0.1:9400', instanceId: 'one', pid: 1 }));`);
    assert.equal(isAlive(Number(await readFile(noted, 'utf8'))), false);
  });

  it('leaves nothing running that failed', async () => {
    const noted = join(folder, 'pid');
    await assert.rejects(
      run(`
        import { writeFileSync } from 'node:fs';
        writeFileSync(${JSON.stringify(noted)}, String(process.pid));
        process.on('SIGTERM', () => undefined);
        setInterval(() => undefined, 1000);
        ${failed('localProvider.portTaken')}`),
      { code: 'localProvider.portTaken' },
    );
    assert.equal(isAlive(Number(await readFile(noted, 'utf8'))), false);
  });

  it('waits no longer than it may', async () => {
    let waited = 0;
    const impatient: Clock = {
      now: () => new Date(0),
      after: (milliseconds, work) => {
        waited = milliseconds;
        setImmediate(work);
        return { dispose: () => undefined };
      },
    };
    await assert.rejects(run('setInterval(() => undefined, 1000)', impatient), { code: 'localProvider.notStarted' });
    assert.equal(waited, readyLimit);
  });

  it('hands nothing of the editor to its child', () => {
    const env = {
      PATH: '/bin',
      HOME: '/h',
      NODE_OPTIONS: '--x',
      VSCODE_PID: '1',
      ELECTRON_NO_ASAR: '1',
      Node_Path: 'y',
    };
    assert.deepEqual(cleanEnvironment(env), { PATH: '/bin', HOME: '/h', ELECTRON_RUN_AS_NODE: '1' });
  });
});

const still: Clock = { now: () => new Date(0), after: () => ({ dispose: () => undefined }) };
