import { EXIT, HarnessError, type ExitCode } from '../core/errors.ts';
import type { ExecutionEnd } from './ports.ts';

export interface RunEnd {
  /** What broke the run off. */
  readonly crash: Error | undefined;
  readonly isAborted: boolean;
  readonly ends: readonly { readonly end: Pick<ExecutionEnd, 'state' | 'exit'> }[];
  /** What was rented and not released. */
  readonly leftovers: readonly string[];
  /** Observations that could not be stored. */
  readonly lost: number;
}

/** k6's exit code for options that it cannot use: whoever wrote the script has to mend it, nothing was tried. */
const INVALID_OPTIONS = 104;

/** What the process says at the end of a run; what somebody has to see to first comes first. */
export function runExit({ crash, isAborted, ends, leftovers, lost }: RunEnd): ExitCode {
  if (leftovers.length > 0) return EXIT.leftovers;
  if (isAborted) return EXIT.interrupted;
  if (crash !== undefined) return crash instanceof HarnessError ? crash.exit : EXIT.bug;
  if (ends.some(({ end }) => hasInvalidOptions(end))) return EXIT.usage;
  if (ends.some(({ end }) => ['script_error', 'no_data', 'not_started', 'aborted'].includes(end.state))) return EXIT.couldNotMeasure;
  if (lost > 0) return EXIT.couldNotMeasure;
  return ends.some(({ end }) => end.state === 'threshold') ? EXIT.findings : EXIT.measured;
}

/** A problem of the script that tells no place of its own gets the script's. */
export function withPlace(end: ExecutionEnd, script: string): ExecutionEnd {
  const isTheScripts = end.state === 'script_error' || end.state === 'no_data' || hasInvalidOptions(end);
  if (end.problem === undefined || end.problem.place !== undefined || !isTheScripts) return end;
  return { ...end, problem: { ...end.problem, place: script } };
}

function hasInvalidOptions({ state, exit }: Pick<ExecutionEnd, 'state' | 'exit'>): boolean {
  return state === 'not_started' && exit === INVALID_OPTIONS;
}
