/** `npm run watch`: builds for development again whenever a source file changes, until Ctrl+C. */
import { context, type Plugin } from 'esbuild';
import { bundles } from './bundle/bundles.ts';

/** One line at the begin and the end of each build: the background task of .vscode/tasks.json waits for them. */
const report: Plugin = {
  name: 'report',
  setup(build) {
    build.onStart(() => {
      console.log('build started');
    });
    build.onEnd(({ errors }) => {
      console.log(errors.length === 0 ? 'build finished' : `build failed: ${String(errors.length)} errors`);
    });
  },
};

const contexts = await Promise.all(
  bundles({ development: true }).map((options) =>
    context({ ...options, plugins: [...(options.plugins ?? []), report] }),
  ),
);
for (const each of contexts) await each.watch();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all(contexts.map((each) => each.dispose())).then(() => process.exit(130));
  });
}
