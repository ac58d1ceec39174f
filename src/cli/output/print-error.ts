import { EXIT, HarnessError } from '../../core/errors.ts';
import type { Redact } from '../../core/redact.ts';

/** The one place where an error becomes words for a person; gives the exit code. */
export function printError(error: unknown, write: (text: string) => void, redact: Redact): number {
  if (error instanceof HarnessError) {
    const place = error.place === undefined ? '' : `${error.place}: `;
    // A message that gathers several problems carries their places itself.
    const text = error.place !== undefined && error.message.includes(error.place) ? error.message : `${place}${error.message}`;
    write(redact(`error: ${text}.${error.hint === undefined ? '' : ` ${error.hint}`}\n`.replace(/([.!?])\.( |\n)/, '$1$2')));
    return error.exit;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(redact(`error: this is a bug in Evenkeel, please report it with these lines.\n${detail}\n`));
  return EXIT.bug;
}
