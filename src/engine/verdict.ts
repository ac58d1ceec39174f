import type { ExecutionResult, ExecutionState } from './api.ts';
import { exitMeaning, isCarriedOut } from './exit-codes.ts';
import type { Thrown } from './script-errors.ts';

/** How the engine came to its end. */
export interface EngineEnd {
  /** null: it was killed. */
  readonly exit: number | null;
  readonly signal: string | null;
  /** What the run had asked for before: nothing, the planned stop, an abort, or the end of its patience. */
  readonly asked: 'nothing' | 'stop' | 'abort' | 'limit';
}

export interface ExecutionFacts extends EngineEnd {
  readonly limitMs: number;
  readonly iterations: number;
  readonly scriptErrors: number;
  readonly maxScriptErrors: number;
  readonly missing: readonly string[];
  readonly crossed: readonly string[];
  /** The first iteration that threw. */
  readonly thrown?: Thrown | undefined;
  /** The engine's own words about its end. */
  readonly complaint?: Thrown | undefined;
}

export interface Judgement {
  readonly state: ExecutionState;
  readonly problem?: NonNullable<ExecutionResult['problem']>;
}

/**
 * Passed only if the plan was carried out, no threshold was crossed, something was iterated, what was promised is there,
 * and no more than `maxScriptErrors` of the iterations (a share) ended by an exception other than fail().
 */
export function judge(facts: ExecutionFacts): Judgement {
  if (facts.asked === 'abort') return { state: 'aborted', problem: { message: 'The execution was aborted before its end' } };
  if (facts.asked === 'limit') {
    return {
      state: 'aborted',
      problem: {
        message: `The execution was still running after ${facts.limitMs / 1000} s and was ended`,
        hint: 'Raise the limit of the execution, or let the script do less',
      },
    };
  }
  if (facts.exit === null) return killed(facts);
  if (!isCarriedOut(facts.exit, facts.asked === 'stop')) return ended(facts.exit, facts);
  if (facts.exit === 99 || facts.crossed.length > 0) return crossed(facts);
  if (facts.scriptErrors > 0 && facts.scriptErrors > facts.maxScriptErrors * facts.iterations) return threw(facts);
  return noData(facts) ?? { state: 'passed' };
}

function killed({ asked, signal }: ExecutionFacts): Judgement {
  if (asked === 'stop' && signal === 'SIGINT') {
    // The engine had not yet learnt to take the signal for a request.
    return { state: 'no_data', problem: { message: 'The execution was stopped before its engine had begun' } };
  }
  if (asked === 'stop') {
    const hint = 'Let teardown() and handleSummary() of the script do less';
    return { state: 'aborted', problem: { message: 'The engine did not end in time after the planned stop and was killed', hint } };
  }
  return {
    state: 'aborted',
    problem: {
      message: `The engine was ended by ${signal ?? 'a signal'} from outside`,
      hint: 'Look for a lack of memory (dmesg), or for who sent the signal',
    },
  };
}

function ended(exit: number, { complaint }: ExecutionFacts): Judgement {
  const { state, sentence, hint } = exitMeaning(exit);
  return {
    state,
    problem: {
      message: complaint === undefined ? sentence : `${sentence}: ${complaint.message}`,
      ...(complaint?.place === undefined ? {} : { place: complaint.place }),
      ...(hint === undefined ? {} : { hint }),
    },
  };
}

function crossed({ crossed: expressions, scriptErrors, iterations, thrown }: ExecutionFacts): Judgement {
  const list = expressions.length === 0 ? '' : `: ${expressions.join('; ')}`;
  const also = scriptErrors === 0 ? '' : `. ${scriptErrors} of ${iterations} iterations also ended by an exception, ${thrown?.message}`;
  return { state: 'threshold', problem: { message: `A threshold was crossed${list}${also}` } };
}

function threw({ scriptErrors, iterations, maxScriptErrors, thrown }: ExecutionFacts): Judgement {
  const allowed = maxScriptErrors === 0 ? 'none is' : `at most ${maxScriptErrors * 100} % are`;
  return {
    state: 'script_error',
    problem: {
      message: `${scriptErrors} of ${iterations} iterations ended by an exception (${allowed} allowed): ${thrown?.message ?? 'unknown'}`,
      ...(thrown?.place === undefined ? {} : { place: thrown.place }),
      hint: 'Correct the script; what a target did wrong belongs in check() or fail()',
    },
  };
}

function noData({ iterations, missing }: ExecutionFacts): Judgement | undefined {
  if (iterations === 0) {
    return {
      state: 'no_data',
      problem: { message: 'No iteration came to its end', hint: 'Give the workload more time, or let an iteration do less' },
    };
  }
  if (missing.length === 0) return undefined;
  return {
    state: 'no_data',
    problem: {
      message: `The scenario promises ${missing.join(', ')}, but there is no sample of ${missing.length === 1 ? 'it' : 'them'}`,
      hint: 'Let the script add to each promised metric, or take the promise out',
    },
  };
}
