import { EXIT, type ExitCode, type HarnessError } from '../../core/errors.ts';

/** Of files of which some could not be read: not to be read weighs more than a column that is not there. */
export function worstExit(errors: readonly HarnessError[]): ExitCode {
  const exits = errors.map(({ exit }) => exit);
  return exits.includes(EXIT.couldNotMeasure) ? EXIT.couldNotMeasure : (exits[0] ?? EXIT.measured);
}
