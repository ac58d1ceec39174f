import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Whether it is a file that this user may run. Never rejects. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Every executable of that name in the absolute folders of a PATH, in their order. */
export async function* executablesOn(path: string, name: string): AsyncGenerator<string> {
  for (const folder of path.split(delimiter).filter((part) => isAbsolute(part))) {
    const file = join(folder, name);
    if (await isExecutable(file)) yield file;
  }
}
