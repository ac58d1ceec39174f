import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { HarnessError } from '../core/errors.ts';
import { placeAt } from './text-place.ts';

const USE = /\bmodule\.exports\b|\bexports\.[\w$]+\s*=|\brequire\s*\(/;

/** Refuses scripts of the user's own that are CommonJS; packages under node_modules may be, esbuild wraps them. */
export async function refuseCommonJs(inputs: Metafile['inputs']): Promise<void> {
  for (const [path, input] of Object.entries(inputs)) {
    if (input.format !== 'cjs' || !/\.[cm]?[jt]sx?$/.test(path) || /(?:^|[\\/])node_modules[\\/]/.test(path)) continue;
    const file = resolve(path);
    const at = USE.exec(await readFile(file, 'utf8'));
    throw new HarnessError('script-invalid', 'The script is a CommonJS module', {
      place: at === null ? file : placeAt(file, at.input, at.index),
      hint: 'Write it as an ES module: import … from, export default function',
    });
  }
}
