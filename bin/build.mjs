// Compiles the TypeScript to dist/, copies what is not code beside it (SQL migrations), and bundles the script of a report's page.
// Skipped when nothing changed since the last build; `--force` builds all the same, from an empty dist/.
// `--lenient`: type errors are shown but do not stop it (the types are checked by `npm run types`).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'collectors', 'dashboards', 'reports', 'tsconfig.json', 'package.json', 'package-lock.json'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // The folder's own time counts too: it changes when a file is removed.
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** Parts of vega that no figure of a report uses: a quarter of its size. A figure that did would stay a picture, and a test would say so. */
const UNUSED = ['crossfilter', 'force', 'geo', 'hierarchy', 'label', 'voronoi', 'wordcloud'];

async function bundlePageScript() {
  const { build } = await import('esbuild');
  const without = {
    name: 'without',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^vega-(?:${UNUSED.join('|')})$`) }, ({ path }) => ({ path, namespace: 'without' }));
      onLoad({ filter: /./, namespace: 'without' }, () => ({ contents: 'export {}' }));
    },
  };
  const outfile = join(root, 'dist', 'reports', 'html', 'live', 'figures.js');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'reports', 'html', 'live', 'figures.ts')],
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [without],
  });
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, `/*!\n${licences(Object.keys(metafile.inputs))}\n*/\n${outputFiles[0].text}`);
}

/** Each licence text once, under the packages that it belongs to: who hands on a report hands on their code. */
function licences(inputs) {
  const packages = new Set(inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  const holders = new Map();
  for (const name of [...packages].toSorted((a, b) => (a < b ? -1 : 1))) {
    const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')
      .replaceAll(/[^\n\x20-\x7e]/g, '')
      .replaceAll('*/', '* /')
      .trim();
    holders.set(text, [...(holders.get(text) ?? []), name]);
  }
  return [...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n');
}

const startedAt = new Date();
const fresh = existsSync(stamp) && sources.every((name) => newest(join(root, name)) < statSync(stamp).mtimeMs);
const force = process.argv.includes('--force');
if (!fresh || force) {
  if (force) rmSync(join(root, 'dist'), { recursive: true, force: true });
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' });
  // 2: emitted in spite of type errors.
  if (status !== 0 && !(status === 2 && process.argv.includes('--lenient'))) process.exit(status ?? 70);
  mkdirSync(join(root, 'dist', 'src', 'store'), { recursive: true });
  cpSync(join(root, 'src', 'store', 'migrations'), join(root, 'dist', 'src', 'store', 'migrations'), { recursive: true });
  await bundlePageScript();
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}
