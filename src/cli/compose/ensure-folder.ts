import { accessSync, constants, mkdirSync } from 'node:fs';
import { HarnessError } from '../../core/errors.ts';

/** Makes the folder where it is absent. Throws HarnessError `unwritable` when that, or writing into it, is not allowed. */
export function ensureFolder(folder: string, hint: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new HarnessError('unwritable', `Cannot write to this folder: ${(error as Error).message}`, { place: folder, hint, cause: error });
  }
}
