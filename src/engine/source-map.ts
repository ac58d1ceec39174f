import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { ENTRY } from './bundle-plugin.ts';

const MARKER = '//# sourceMappingURL=data:application/json;base64,';

/** Reads the inline map of a bundle; gives the function that leads back from the bundle (1-based) to the user's `file:line:column`. */
export async function originalPlaces(bundle: string): Promise<(line: number, column: number) => string | null> {
  const text = await readFile(bundle, 'utf8');
  const at = text.lastIndexOf(MARKER);
  if (at === -1) return () => null;
  const map = new SourceMap(JSON.parse(Buffer.from(text.slice(at + MARKER.length).trim(), 'base64').toString('utf8')));
  const folder = dirname(bundle);
  return (line, column) => {
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry) || entry.originalSource.startsWith(ENTRY.slice(0, ENTRY.indexOf(':') + 1))) return null;
    const file = isAbsolute(entry.originalSource) ? entry.originalSource : resolve(folder, entry.originalSource);
    return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };
}
