import type { ActAnswer, ActRequest } from '../core/act.ts';
import type { Clock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Measurement } from '../core/observation.ts';

/** A wait renews the lease for this long; a script that no longer waits has gone, and its act is aborted. */
export const LEASE_MS = 60_000;
/** Longest that one GET is held. */
export const MAX_WAIT_MS = 20_000;

/** Carries an act out. null: this VU's share is used up. Must end soon after the signal fires. */
export type ActHandler = (execution: string, request: ActRequest, signal: AbortSignal) => Promise<Measurement> | null;

interface Act {
  readonly id: string;
  readonly execution: string;
  readonly abort: AbortController;
  settled: Promise<void>;
  answer: ActAnswer;
  leaseEndsAt: number;
}

/** The acts of one run: each asked for once by its key, waited for, and aborted when nobody waits any more. */
export interface Acts {
  ask(execution: string, request: ActRequest): ActAnswer;
  /** Answers on completion or after `waitMs`; undefined = no such act of this execution. */
  wait(execution: string, id: string, waitMs: number): Promise<ActAnswer | undefined>;
  /** Aborts what this execution still has open and resolves when all of it has cleaned up. */
  end(execution: string): Promise<void>;
  /** Aborts acts whose lease lapsed; called once a second. */
  expire(): void;
}

export function createActs(handle: ActHandler, clock: Clock): Acts {
  const byKey = new Map<string, Act | 'noop'>();
  const byId = new Map<string, Act>();
  const now = (): number => clock.monotonic() / 1000;

  const begin = (execution: string, request: ActRequest, key: string): Act | 'noop' => {
    const abort = new AbortController();
    const work = handle(execution, request, abort.signal);
    if (work === null) return 'noop';
    const id = `a${byId.size + 1}`;
    const act: Act = { id, execution, abort, answer: { state: 'running', id }, leaseEndsAt: now() + LEASE_MS, settled: Promise.resolve() };
    act.settled = work.then(
      (measurement) => {
        act.answer = answerOf(id, measurement);
      },
      (error: unknown) => {
        // A handler that rejects is a fault of ours: the script hears it as unknown, whoever owns the run logs it.
        act.answer = { state: 'done', id, outcome: 'unknown', code: error instanceof HarnessError ? error.code : 'harness', samples: [] };
      },
    );
    byId.set(id, act);
    byKey.set(key, act);
    return act;
  };

  return {
    ask(execution, request) {
      const key = keyOf(execution, request);
      const known = byKey.get(key);
      const act = known ?? begin(execution, request, key);
      if (act === 'noop') byKey.set(key, 'noop');
      return act === 'noop' ? { state: 'noop' } : act.answer;
    },
    async wait(execution, id, waitMs) {
      const act = byId.get(id);
      if (act === undefined || act.execution !== execution) return undefined;
      act.leaseEndsAt = now() + LEASE_MS + waitMs;
      if (act.answer.state === 'running' && waitMs > 0) {
        const over = new AbortController();
        await Promise.race([act.settled, clock.sleep(Math.min(waitMs, MAX_WAIT_MS), over.signal).catch(() => undefined)]);
        over.abort(new Error('answered'));
      }
      return act.answer;
    },
    async end(execution) {
      const open = [...byId.values()].filter((act) => act.execution === execution && act.answer.state === 'running');
      for (const act of open) act.abort.abort(new Error('the execution ended'));
      await Promise.all(open.map((act) => act.settled));
    },
    expire() {
      for (const act of byId.values()) {
        if (act.answer.state === 'running' && act.leaseEndsAt < now()) act.abort.abort(new Error('the lease lapsed'));
      }
    },
  };
}

function answerOf(id: string, measurement: Measurement): ActAnswer {
  const { outcome, code, samples } = measurement;
  return {
    state: 'done',
    id,
    outcome,
    ...(code === undefined ? {} : { code }),
    samples: samples.map(({ metric, tags, value }) => ({ metric, tags, value })),
  };
}

function keyOf(execution: string, request: ActRequest): string {
  const what = request.act === 'provision' ? '' : request.name;
  return [execution, request.act, what, request.vu, request.iteration, request.n].join('\u0000');
}
