import type { Instrument } from '../core/instrument.ts';
import type { Log } from '../core/log.ts';

/** Verdict on one execution (DESIGN §4). */
export type ExecutionState = 'passed' | 'threshold' | 'script_error' | 'no_data' | 'aborted' | 'not_started';

export interface ExecutionSpec {
  /** Absolute path of the scenario, .ts or .js. */
  readonly script: string;
  /** What the script sees in __ENV, and nothing else: gateway address and token, parameters, variables that the config names. */
  readonly env: { readonly [name: string]: string };
  /** Values that must be in no file of `workDir`, whatever the script prints, throws or tags with them. */
  readonly secrets?: readonly string[];
  /** The script asks for acts: an untagged http_*, data_* or iteration_duration threshold is refused. */
  readonly usesGateway: boolean;
  /** Own folder for bundle, samples and logs; exists. */
  readonly workDir: string;
  /** Ends the execution (state `aborted`) when it is still running after this long. */
  readonly limitMs: number;
  /** Share of iterations that may end by an exception other than fail(); 0 by default. */
  readonly maxScriptErrors: number;
  /** Metrics the scenario promises to emit (mirrors included); without samples of each: `no_data`. */
  readonly promises: readonly string[];
}

export interface ExecutionResult {
  readonly state: ExecutionState;
  /** Exit code by k6's table (0, 99, 104, 105, 107, 108 …), on both engines. */
  readonly exit: number | null;
  readonly iterations: number;
  /** Iterations that ended by an exception other than fail(). */
  readonly scriptErrors: number;
  /** One paragraph for a person, with file:line:column of the user's source where there is one; absent when passed. */
  readonly problem?: { readonly message: string; readonly place?: string; readonly hint?: string };
  /** The argument of handleSummary as k6 defines it, JSON text, without setup_data; null when it never came. */
  readonly summary: string | null;
  /** Expressions of crossed thresholds, `metric: expression`. */
  readonly crossed: readonly string[];
  /** The NDJSON file of `--out json`. */
  readonly samplesFile: string;
}

export interface RunningExecution {
  /** The plan is done: iterations end gracefully, and that is no abort. */
  stop(): void;
  /** First call ends it soon, a second kills. State `aborted`. */
  abort(): void;
  /** Settles when every process and thread of it is gone. Rejects only for a bug. */
  readonly done: Promise<ExecutionResult>;
}

/** k6 as a process, or the embedded runtime: same bundle in, same NDJSON and summary out. */
export interface Engine {
  /** name `k6` or `embedded`, its version: the instrument of the samples it makes itself. */
  readonly instrument: Instrument;
  /** Bundles and checks the script; rejects with HarnessError `script-invalid` (place file:line:column) or `threshold-invalid`. */
  start(spec: ExecutionSpec): Promise<RunningExecution>;
}

export interface EngineDeps {
  readonly log: Log;
}
