import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const compiled = self.endsWith('.js');
/** …/src/core/entry.ts or …/dist/src/core/entry.js → the folder of package.json. */
export const PACKAGE_ROOT = self
  .split(/[\\/]/)
  .slice(0, compiled ? -4 : -3)
  .join('/');

/**
 * The compiled file of a module that runs as a worker or child process.
 * `path` is relative to the package root and ends in `.ts`: Node 20 cannot run TypeScript, so these always come from dist/.
 */
export function compiledEntry(path: string): string {
  return `${PACKAGE_ROOT}/dist/${path.replace(/\.ts$/, '.js')}`;
}
