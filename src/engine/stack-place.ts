import { fileURLToPath } from 'node:url';
import { BOUND_TO_FOLDER } from './bundle-plugin.ts';
import type { Bundle } from './bundle-api.ts';

const FRAME = /\bat (?:(\S+) \()?(file:\/\/\/[^\n]+?|\/[^\n]+?):(\d+):(\d+)(?:\(\d+\))?(?=\)|\s|$)/g;

/**
 * The innermost place of a stack trace that lies in the user's source, as `file:line:column`.
 * k6 resolves the source map itself, Node does not: frames in the bundle are led back through `original`.
 */
export function stackPlace(stack: string, bundle: Pick<Bundle, 'file' | 'original'>): string | undefined {
  for (const [, name, where, line, column] of stack.matchAll(FRAME)) {
    if (name !== undefined && Object.values<string>(BOUND_TO_FOLDER).includes(name)) continue;
    const file = pathOf(where as string);
    if (file !== bundle.file) return `${file}:${line}:${column}`;
    const original = bundle.original(Number(line), Number(column));
    if (original !== null) return original;
  }
  return undefined;
}

function pathOf(where: string): string {
  if (!where.startsWith('file:')) return where;
  try {
    return fileURLToPath(where);
  } catch {
    return where.slice('file://'.length);
  }
}
