// Runs a TypeScript file of the checkout with the arguments given. Bundled with its source map, since Node 20 reads no TypeScript.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** `outfile` is relative to dist/: two folders deep like the entry, so that `../..` of the one is the root as it is of the other. */
export async function runTypeScript(root, entry, outfile, args) {
  const bundle = join(root, 'dist', outfile);
  await build({
    entryPoints: [join(root, entry)],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  process.setSourceMapsEnabled(true);
  process.argv.splice(1, process.argv.length - 1, bundle, ...args);
  await import(pathToFileURL(bundle).href);
}
