// Compiles the TypeScript to dist/ and copies what is not code beside it (SQL migrations).
// Skipped when nothing changed since the last build; `--force` builds all the same, from an empty dist/.
// `--lenient`: type errors are shown but do not stop it (the types are checked by `npm run types`).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
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
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}
