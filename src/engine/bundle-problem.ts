import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import type { Location, Message } from 'esbuild';
import { HarnessError } from '../core/errors.ts';

/** Absolute `file:line:column`, the column counted from 1. */
export function placeOf(location: Location): string {
  return `${resolve(location.file)}:${location.line}:${location.column + 1}`;
}

/** The first of esbuild's complaints as an error with the place in the user's file. */
export function bundleProblem(script: string, messages: readonly Message[]): HarnessError {
  const [first] = messages;
  if (first === undefined) return new HarnessError('script-invalid', 'Cannot read the script', { place: script });
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  const hint = hintFor(first.text);
  return new HarnessError('script-invalid', `The script cannot be built: ${first.text}${more}`, {
    place: first.location === null ? script : placeOf(first.location),
    ...(hint === undefined ? {} : { hint }),
  });
}

function hintFor(text: string): string | undefined {
  const missing = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  if (missing !== undefined) {
    if (isBuiltin(missing))
      return 'Scripts run inside k6, which has no modules of Node.js: use k6’s own (k6/http, k6/encoding, k6/crypto …)';
    if (/^[./]/.test(missing)) return 'Check the path: it is relative to the file that imports it';
    return 'Install the package beside the script, or check its name';
  }
  if (text.includes('is not available in the configured target environment')) {
    return 'The JavaScript engine of k6 lacks this feature: write it without';
  }
  if (/CommonJS|require\(\)|import\(\)/.test(text)) return 'Write the script as an ES module: import … from, export default function';
  return undefined;
}
