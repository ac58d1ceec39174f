import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Loader, Message, Plugin } from 'esbuild';

export const ENTRY = 'evenkeel:entry';

/** esbuild's text of a message that only tells where an external module is imported. */
const FOUND = 'evenkeel found ';

const LOADERS: Readonly<Record<string, Loader>> = { js: 'js', mjs: 'js', ts: 'ts', mts: 'ts', jsx: 'jsx', tsx: 'tsx' };

/** Free `open` and `import.meta.resolve` become these; every module that uses them gets its own. */
export const BOUND_TO_FOLDER = { open: '__evk_open', 'import.meta.resolve': '__evk_resolve' } as const;

/**
 * k6's own modules and URLs stay outside the bundle, and are reported through warnings since only those carry the place;
 * `open()` and `import.meta.resolve` of each module are bound to that module's folder, not to the bundle's.
 */
export function bundlePlugin(entry: { readonly contents: string; readonly resolveDir: string } | undefined): Plugin {
  return {
    name: 'evenkeel',
    setup(build) {
      if (entry !== undefined) {
        build.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, () => ({ path: 'entry', namespace: 'evenkeel' }));
        build.onLoad({ filter: /.*/, namespace: 'evenkeel' }, () => ({ ...entry, loader: 'js' }));
      }
      build.onResolve({ filter: /^(?:k6(?:\/.*)?|https:\/\/.*)$/ }, ({ path, kind }) => {
        if (kind === 'import-statement') return { path, external: true, warnings: [{ text: FOUND + path }] };
        const how = kind === 'require-call' ? 'require()' : 'import()';
        return { errors: [{ text: `${how} of "${path}": modules of k6 are imported by an import statement at the top of the file` }] };
      });
      // Node's core modules never resolve here; a package of the same name, when installed, is reached without the prefix.
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ errors: [{ text: `Could not resolve "${path}"` }] }));
      build.onLoad({ filter: /\.(?:[jt]sx?|m[jt]s)$/, namespace: 'file' }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!/\bopen\b|\bimport\.meta\b/.test(source)) return undefined;
        return { contents: `${source}\n${boundFunctions(dirname(path))}`, loader: LOADERS[/\w+$/.exec(path)?.[0] ?? ''] ?? 'js' };
      });
    },
  };
}

/** The module and place that a warning of `bundlePlugin` tells; undefined for any other warning. */
export function foundModule(message: Message): string | undefined {
  return message.text.startsWith(FOUND) ? message.text.slice(FOUND.length) : undefined;
}

/** Function declarations at the end: hoisted, so that no line or column of the user's moves. */
function boundFunctions(folder: string): string {
  const base = JSON.stringify(folder.replaceAll('\\', '/'));
  return [
    `function ${BOUND_TO_FOLDER.open}(path, ...rest) {`,
    `  const isRelative = typeof path === 'string' && !/^(?:\\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path);`,
    `  return globalThis.open(isRelative ? ${base} + '/' + path : path, ...rest);`,
    '}',
    `function ${BOUND_TO_FOLDER['import.meta.resolve']}(path) {`,
    `  if (!/^\\.{0,2}\\//.test(path)) return path;`,
    `  const parts = [];`,
    `  for (const part of (path.startsWith('/') ? path : ${base} + '/' + path).split('/')) {`,
    `    if (part === '..') parts.pop(); else if (part !== '.' && part !== '') parts.push(part);`,
    '  }',
    // Not percent-encoded: k6's open() takes what follows file:// as it is.
    `  return 'file:///' + parts.join('/');`,
    '}',
  ].join('\n');
}
