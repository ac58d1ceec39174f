import type { ExecutionState } from './api.ts';

export interface ExitMeaning {
  readonly state: ExecutionState;
  /** What happened, one sentence without its full stop. */
  readonly sentence: string;
  readonly hint?: string;
}

const SIGNALLED = 105;

/** Exit codes that say the plan was carried out: 0, and 99 for crossed thresholds; 105 too when the stop was ours. */
export function isCarriedOut(exit: number, isPlannedStop: boolean): boolean {
  return exit === 0 || exit === 99 || (exit === SIGNALLED && isPlannedStop);
}

/** k6's exit codes other than 0 (errext/exitcodes of its source), which the embedded runtime shares. */
const MEANINGS: Readonly<Record<number, ExitMeaning>> = {
  97: { state: 'aborted', sentence: 'The run in the cloud of k6 failed' },
  98: { state: 'aborted', sentence: 'The progress of the run in the cloud of k6 could not be read' },
  99: { state: 'threshold', sentence: 'A threshold was crossed' },
  100: {
    state: 'script_error',
    sentence: 'setup() took longer than allowed',
    hint: 'Make it faster, or raise setupTimeout in the options of the script',
  },
  101: {
    state: 'script_error',
    sentence: 'teardown() took longer than allowed',
    hint: 'Make it faster, or raise teardownTimeout in the options of the script',
  },
  102: { state: 'aborted', sentence: 'A time limit inside the engine was exceeded' },
  103: { state: 'aborted', sentence: 'The execution was stopped through the REST API of k6' },
  104: { state: 'not_started', sentence: 'The options of the script are invalid' },
  [SIGNALLED]: { state: 'aborted', sentence: 'The execution was interrupted by a signal that did not come from the run' },
  106: { state: 'not_started', sentence: 'k6 could not open its REST API' },
  107: { state: 'script_error', sentence: 'The script threw an exception outside its iterations' },
  108: { state: 'aborted', sentence: 'The script ended the execution with test.abort()' },
  109: { state: 'aborted', sentence: 'The engine itself crashed', hint: 'Report the stack trace to the makers of k6' },
  110: { state: 'threshold', sentence: 'The script marked the execution as failed with test.fail()' },
  255: { state: 'not_started', sentence: 'k6 refused to start' },
};

/** Codes beyond the table are a crash, but for the two by which a shell says that it could not run the program at all. */
export function exitMeaning(exit: number): ExitMeaning {
  if (exit === 126 || exit === 127) {
    const hint = `It may be built for another kind of machine: this one is ${process.platform} ${process.arch}`;
    return { state: 'not_started', sentence: 'The program of the engine cannot be run', hint };
  }
  return MEANINGS[exit] ?? { state: 'aborted', sentence: `The engine ended with exit code ${exit}` };
}
