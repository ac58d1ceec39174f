import type { Clock } from '../../core/clock.ts';
import type { WorkloadVu } from './executors/executor.ts';
import type { Activation } from './guest/vu-state.ts';
import { iterationTags, workloadTags, type RunContext } from './run-context.ts';
import type { VuPool } from './vu-pool.ts';
import type { VuThread } from './vu-thread.ts';
import { regularMs, type Workload } from './workload.ts';
import { runWorkload } from './workload-run.ts';

interface Progress {
  /** Iterations started, in all and by VU. */
  inTest: number;
  readonly byVu: Map<number, number>;
  /** ms since 1970. */
  readonly startTime: number;
}

/** All workloads side by side, each from its own startTime. `setupData`: JSON of what setup() returned. */
export async function runWorkloads(
  workloads: readonly Workload[],
  setupData: string | null,
  run: RunContext,
  pool: VuPool,
  clock: Clock,
): Promise<void> {
  const iterationsOf = new Map<number, number>();
  const hasData = new WeakSet<VuThread>();

  async function iterate(vu: VuThread, workload: Workload, progress: Progress): Promise<boolean> {
    if (run.hard.signal.aborted) return false;
    const inInstance = take(iterationsOf, vu.id);
    const inScenario = take(progress.byVu, vu.id);
    const inTest = progress.inTest;
    progress.inTest += 1;
    const client = run.client(vu.id);
    client.reset();
    const activation: Activation = {
      phase: 'iteration',
      exec: workload.exec,
      tags: { ...run.options().tags, ...workload.tags },
      env: workload.env,
      scenario: { name: workload.name, executor: workload.executor, startTime: progress.startTime },
      iteration: { inInstance, inScenario, inTest },
      // One parsed copy a VU: what a script changes in it stays, within that VU.
      ...(hasData.has(vu) ? {} : { argument: setupData }),
    };
    hasData.add(vu);
    const result = await vu.run(activation);
    const { tags, metadata } = result ?? iterationTags(run.options(), workload, vu.id, inInstance);
    const bytes = client.takeBytes();
    const at = result?.at ?? clock.now();
    run.writer.count('data_sent', at, bytes.sent, tags, metadata);
    run.writer.count('data_received', at, bytes.received, tags, metadata);
    if (result === null) {
      run.counts.interrupted += 1;
      return false;
    }
    run.counts.completed += 1;
    run.writer.count('iteration_duration', result.at, result.tookMs, tags, metadata);
    run.writer.count('iterations', result.at, 1, tags, metadata);
    if (result.failure !== null) run.log.iteration(result.failure, workload.name, workload.executor);
    const pad = run.options().minIterationMs - result.tookMs;
    if (pad > 0) await clock.sleep(pad, AbortSignal.any([run.hard.signal, run.stop.signal])).catch(() => {});
    return true;
  }

  function borrowed(vu: VuThread, workload: Workload, progress: Progress): WorkloadVu {
    // With an arrival rate a VU is active while it iterates, else as long as the workload has it.
    const perIteration = 'preAllocatedVus' in workload;
    if (!perIteration) run.counts.active += 1;
    return {
      async iterate() {
        if (perIteration) run.counts.active += 1;
        try {
          return await iterate(vu, workload, progress);
        } finally {
          if (perIteration) run.counts.active -= 1;
        }
      },
      interrupt: () => void vu.end(),
      release: () => {
        if (!perIteration) run.counts.active -= 1;
        pool.give(vu);
      },
    };
  }

  async function one(workload: Workload): Promise<void> {
    const begins = clock.monotonic() + workload.startTimeMs * 1000;
    const progress: Progress = { inTest: 0, byVu: new Map(), startTime: Math.round(clock.now() / 1000 + workload.startTimeMs) };
    run.progress.set(workload.name, () => shareDone(workload, progress.inTest, (clock.monotonic() - begins) / 1000));
    try {
      await runWorkload(workload, {
        clock,
        stop: run.stop.signal,
        hard: run.hard.signal,
        take: async () => (run.hard.signal.aborted ? null : borrowed(await pool.take(), workload, progress)),
        dropped: (count) => run.writer.count('dropped_iterations', clock.now(), count, workloadTags(run.options(), workload)),
        warn: (message) => run.log.say('warn', message, { executor: workload.executor }),
      });
    } catch (error) {
      // The other workloads end with it.
      run.hard.abort();
      throw error;
    }
  }
  await Promise.all(workloads.map(one));
}

function take(counts: Map<number, number>, key: number): number {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count;
}

function shareDone(workload: Workload, started: number, ms: number): number {
  if (workload.executor === 'shared-iterations') return Math.min(1, started / workload.iterations);
  if (workload.executor === 'per-vu-iterations') return Math.min(1, started / (workload.iterations * workload.vus));
  return Math.max(0, Math.min(1, ms / regularMs(workload)));
}
