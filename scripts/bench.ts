/** `npm run bench`: builds what ships, then measures it beside its anchors (see `bench/run.ts`). */
import { buildBundles } from './bundle/buildBundles.ts';
import { runNodeTool } from './childProcess.ts';

if (await buildBundles({ development: false })) {
  const { exitCode } = await runNodeTool('bench/run.ts', [], { output: 'show' });
  process.exitCode = exitCode ?? 1;
} else {
  process.exitCode = 1;
}
