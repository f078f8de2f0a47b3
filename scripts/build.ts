/** `npm run build`: the bundles as they ship; `npm run build -- --development`: readable, with source maps. */
import { parseArgs } from 'node:util';
import { buildBundles } from './bundle/buildBundles.ts';

const { values } = parseArgs({ options: { development: { type: 'boolean', default: false } } });

process.exitCode = (await buildBundles(values)) ? 0 : 1;
