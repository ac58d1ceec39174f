import type { Clock } from '../../core/clock.ts';
import { boundedSleep } from './bounded-sleep.ts';
import { ExecutionProblem, K6_EXIT } from './execution-problem.ts';
import type { VuThread } from './vu-thread.ts';

export interface OnceSpec {
  readonly phase: 'setup' | 'teardown' | 'summary';
  readonly tags: { readonly [name: string]: string };
  /** JSON; null for none. */
  readonly argument: string | null;
  readonly limitMs: number;
}

/**
 * Runs setup, teardown or handleSummary and gives what it returned, as JSON. Null: nothing, or interrupted.
 * Throws ExecutionProblem for an exception (107) and for too long a time (100, 101).
 */
export async function runOnce(vu: VuThread, { phase, tags, argument, limitMs }: OnceSpec, clock: Clock): Promise<string | null> {
  const exec = phase === 'summary' ? 'handleSummary' : phase;
  const over = new AbortController();
  let late = false;
  void boundedSleep(clock, limitMs, over.signal).then(
    () => {
      late = true;
      return vu.end();
    },
    () => {},
  );
  const result = await vu.run({
    phase,
    exec,
    tags,
    env: {},
    scenario: null,
    iteration: { inInstance: 0, inScenario: 0, inTest: 0 },
    argument,
  });
  over.abort();
  if (late) {
    throw new ExecutionProblem(
      phase === 'setup' ? K6_EXIT.setupTimeout : K6_EXIT.teardownTimeout,
      `${exec}() took longer than ${limitMs / 1000} s`,
    );
  }
  if (result === null) return null;
  if (result.failure !== null) throw new ExecutionProblem(K6_EXIT.scriptException, result.failure.text);
  return result.value;
}
