import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** More is no text that somebody wrote. */
const LARGEST_BYTES = 2 ** 21;

/** The text of a file within a folder, or what is wrong with it. Neither `..` nor a symlink leads out of the folder. */
export function containedText(folder: string, name: string): { readonly text: string } | { readonly problem: string } {
  if (isAbsolute(name) || !isWithin(resolve(folder, name), resolve(folder)))
    return { problem: `"${name}" is outside the folder of the deliverable` };
  try {
    const path = realpathSync(resolve(folder, name));
    if (!isWithin(path, realpathSync(folder))) return { problem: `"${name}" leads out of the folder of the deliverable` };
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: `"${name}" is no file` };
    if (stats.size > LARGEST_BYTES) return { problem: `"${name}" is larger than 2 MiB` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    return { problem: `"${name}" cannot be read: ${reason(error as NodeJS.ErrnoException)}` };
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  ELOOP: 'its symlinks lead in a circle',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};

function reason({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? message;
}
