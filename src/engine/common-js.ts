import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { HarnessError } from '../core/errors.ts';
import { placeAt } from './text-place.ts';

const USE = /\bmodule\.exports\b|\bexports\.[\w$]+\s*=|\brequire\s*\(/;

/** Refuses files of the user's own (path, as esbuild tells it) that are CommonJS; packages may be, esbuild wraps them. */
export async function refuseCommonJs(own: readonly (readonly [string, Metafile['inputs'][string]])[]): Promise<void> {
  for (const [path, input] of own) {
    if (input.format !== 'cjs' || !/\.[cm]?[jt]sx?$/.test(path)) continue;
    const file = resolve(path);
    const at = USE.exec(await readFile(file, 'utf8'));
    throw new HarnessError('script-invalid', 'The script is a CommonJS module', {
      place: at === null ? file : placeAt(file, at.input, at.index),
      hint: 'Write it as an ES module: import … from, export default function',
    });
  }
}
