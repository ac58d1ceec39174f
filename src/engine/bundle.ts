import { dirname, join, resolve } from 'node:path';
import { build, type BuildOptions, type Message, type Metafile } from 'esbuild';
import { HarnessError } from '../core/errors.ts';
import { ARTIFACTS } from './artifacts.ts';
import type { Bundle } from './bundle-api.ts';
import { bundleEntry } from './bundle-entry.ts';
import { BOUND_TO_FOLDER, bundlePlugin, ENTRY, foundModule } from './bundle-plugin.ts';
import { bundleProblem, placeOf } from './bundle-problem.ts';
import { refuseCommonJs } from './common-js.ts';
import { originalPlaces } from './source-map.ts';

// What the engine inside k6 understands. The rest is lowered by esbuild, or fails with its place.
const LANGUAGE: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  supported: {
    'async-generator': false,
    'dynamic-import': false,
    'for-await': false,
    'regexp-match-indices': false,
    'regexp-set-notation': false,
    'regexp-unicode-property-escapes': false,
  },
  define: BOUND_TO_FOLDER,
  logOverride: { 'unsupported-regexp': 'error', 'commonjs-variable-in-esm': 'error', 'unsupported-dynamic-import': 'error' },
  logLevel: 'silent',
  charset: 'utf8',
  metafile: true,
};

/**
 * Bundles the script at the absolute path `script` with all it imports into `workDir`, which exists.
 * Rejects with HarnessError `script-invalid` and the place in the user's file for whatever cannot run inside k6.
 */
export async function bundleScript(script: string, workDir: string): Promise<Bundle> {
  // The entry needs the names that the script exports, and only a build tells them.
  const look = await attempt(script, { ...LANGUAGE, entryPoints: [script], write: false, plugins: [bundlePlugin(undefined)] });
  const own = Object.entries(look.metafile.inputs).filter(([path]) => !/(?:^|[\\/])node_modules[\\/]/.test(path));
  await refuseCommonJs(own);
  const sources = [script, ...own.map(([path]) => resolve(path)).filter((path) => path !== script)];
  const exports = Object.values(look.metafile.outputs)[0]?.exports ?? [];
  if (!exports.some((name) => !['options', 'setup', 'teardown', 'handleSummary'].includes(name))) {
    throw new HarnessError('script-invalid', 'The script exports no function to run', {
      place: script,
      hint: 'Add `export default function () { … }`, or export the functions that `options.scenarios.*.exec` names',
    });
  }
  const file = join(workDir, ARTIFACTS.bundle);
  const contents = bundleEntry(script, exports, join(workDir, ARTIFACTS.summary));
  await attempt(script, {
    ...LANGUAGE,
    entryPoints: [ENTRY],
    outfile: file,
    sourcemap: 'inline',
    plugins: [bundlePlugin({ contents, resolveDir: dirname(script) })],
  });
  return { file, exports, sources, modules: modulesOf(look.warnings), original: await originalPlaces(file) };
}

async function attempt(script: string, options: BuildOptions): Promise<{ metafile: Metafile; warnings: readonly Message[] }> {
  try {
    const { metafile, warnings } = await build(options);
    return { metafile: metafile as Metafile, warnings };
  } catch (error) {
    if (error instanceof Error && 'errors' in error) throw bundleProblem(script, error.errors as Message[]);
    throw error;
  }
}

function modulesOf(warnings: readonly Message[]): Bundle['modules'] {
  return warnings.flatMap((message) => {
    const name = foundModule(message);
    return name === undefined || message.location === null ? [] : [{ name, place: placeOf(message.location) }];
  });
}
