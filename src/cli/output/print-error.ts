import { diskError } from '../../core/disk-error.ts';
import { EXIT, HarnessError } from '../../core/errors.ts';
import type { Redact } from '../../core/redact.ts';
import { paragraph } from './paragraph.ts';

/** The one place where an error becomes words for a person; gives the exit code. */
export function printError(thrown: unknown, write: (text: string) => void, redact: Redact): number {
  const error = diskError(thrown);
  if (error instanceof HarnessError) {
    write(redact(`error: ${paragraph(error)}\n`));
    return error.exit;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(redact(`error: this is a bug in Evenkeel, please report it with these lines.\n${detail}\n`));
  return EXIT.bug;
}
