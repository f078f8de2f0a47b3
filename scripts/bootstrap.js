/**
 * Runs one task of this repository on a machine that has only Node 20 and npm: `node scripts/bootstrap.js <task> [arguments]`.
 * Installs the dependencies when they are not those of the lock file, then runs `scripts/<task>.ts` with a Node that
 * understands TypeScript. Plain JavaScript without dependencies, because it runs before any of that is there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.setup-done');
const windows = process.platform === 'win32';

const [task = '', ...taskArguments] = process.argv.slice(2);
const taskFile = join(root, 'scripts', `${task}.ts`);
if (!/^[a-z]+$/.test(task) || !existsSync(taskFile)) {
  fail(`There is no task "${task}". Each task is a file of its own: scripts/<task>.ts.`);
}

installDependencies();
runTask(findNode());

function installDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (stamp === wanted || holdsAll(lock)) {
    if (stamp !== wanted) writeFileSync(stampFile, wanted);
    console.log('Set-up: the dependencies are installed already.');
    return;
  }
  console.log('Set-up: installing the dependencies (once; about half a minute) ...');
  const flags = ['--ignore-scripts', '--include=optional', '--include=dev', '--no-audit', '--no-fund'];
  const result = runNpm(['ci', ...flags, '--loglevel=error']); // else it warns that the tools want a newer Node: they get it
  if (result.status !== 0) fail('Set-up failed: npm could not install the dependencies. Its own messages are above.');
  writeFileSync(stampFile, wanted);
}

/** True after an `npm install` by hand: npm's own record of what it installed agrees with the lock file. */
function holdsAll(lock) {
  const recordFile = join(modules, '.package-lock.json');
  if (!existsSync(recordFile)) return false;
  const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, wanted]) => path === '' || installed[path]?.version === wanted.version || isForOtherMachines(wanted),
  );
}

function isForOtherMachines({ optional, os, cpu, libc }) {
  const fits = (list, value) => list === undefined || list.includes(value);
  return optional === true && (libc !== undefined || !fits(os, process.platform) || !fits(cpu, process.arch));
}

/** Under `npm run` npm names its own script; started by hand, npm is looked up on the path. */
function runNpm(npmArguments) {
  const npmScript = process.env.npm_execpath;
  const options = { cwd: root, stdio: 'inherit' };
  return npmScript?.endsWith('.js')
    ? spawnSync(process.execPath, [npmScript, ...npmArguments], options)
    : spawnSync('npm', npmArguments, { ...options, shell: windows });
}

/** The Node from the optional dependencies; there is none for macOS. */
function findNode() {
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const own = join(modules, name, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(
    `These tools need Node 24 (22.18 at least); this is ${process.version}: install it from https://nodejs.org.`,
  );
}

function runTask(node) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'; // Windows: Path
  const path = [dirname(node), join(modules, '.bin'), process.env[pathName] ?? ''].join(delimiter);
  const child = spawn(node, [taskFile, ...taskArguments], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [pathName]: path },
  });
  // The task ends what it started; this process only passes the signal on and waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`Could not run ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm runs this in a shell, and a signal sent to npm alone ends the shell only: then this process has another parent. */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500).unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
