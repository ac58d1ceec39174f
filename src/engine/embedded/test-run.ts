import type { Clock } from '../../core/clock.ts';
import { ExecutionProblem, K6_EXIT } from './execution-problem.ts';
import type { WorkloadVu } from './executors/executor.ts';
import type { Activation } from './guest/vu-state.ts';
import { httpClient, type HttpClient } from './http/http-client.ts';
import { checkTree } from './metrics/check-tree.ts';
import { metricRegistry } from './metrics/metric-registry.ts';
import type { SampleWriter } from './metrics/sample-writer.ts';
import { sampleWriter } from './metrics/sample-writer.ts';
import { summaryData } from './metrics/summary-data.ts';
import { readOptions, type RunOptions } from './options.ts';
import type { LineFile } from './line-file.ts';
import type { RunLog } from './run-log.ts';
import { vuCalls } from './vu-calls.ts';
import type { SharedStore, WirePoint } from './vu-messages.ts';
import { vusToPlan } from './vu-plan.ts';
import { vuPool } from './vu-pool.ts';
import { vuThread, type Loaded, type VuThread } from './vu-thread.ts';
import { regularMs, type Workload } from './workload.ts';
import { runWorkload } from './workload-run.ts';

export interface TestRunPorts {
  readonly clock: Clock;
  readonly log: RunLog;
  readonly samples: LineFile;
  /** The init code ran and the options are valid; resolves when the execution may go on. */
  planned(thresholdKeys: readonly string[]): Promise<void>;
  /** What handleSummary returned: path → text or bytes. */
  output(files: { readonly [path: string]: string | readonly number[] }): Promise<void>;
}

export interface TestRunInput {
  readonly file: string;
  readonly source: string;
  readonly env: { readonly [name: string]: string };
  readonly userAgent: string;
}

export interface TestRun {
  /** No new iterations; not an abort. */
  stop(): void;
  /** Ends every iteration now; teardown and summary still follow. */
  abort(): void;
  /** The exit code by k6's table, when all threads are gone. Rejects for a bug only. */
  readonly done: Promise<number>;
}

const THRESHOLDS_EVERY_MS = 2_000;
const VUS_EVERY_MS = 1_000;

/** One execution as k6 runs it: init, setup, workloads, teardown, thresholds, summary. */
export function testRun(input: TestRunInput, ports: TestRunPorts): TestRun {
  const { clock, log } = ports;
  const registry = metricRegistry();
  const tree = checkTree();
  const writer: SampleWriter = sampleWriter(registry, ports.samples);
  const stop = new AbortController();
  const hard = new AbortController();
  const threads = new Set<VuThread>();
  const clients = new Map<number, HttpClient>();
  const iterationsOfVu = new Map<number, number>();
  const progress = new Map<string, () => number>();
  const shared: { [name: string]: SharedStore } = {};
  const counts = { completed: 0, interrupted: 0, active: 0 };
  let options: RunOptions | undefined;
  let given: Loaded['options'] = {};
  let first: ExecutionProblem | undefined;
  let markedFailed = false;
  let startedAt: number | undefined;
  let bug: unknown;

  const runMs = (): number => (startedAt === undefined ? 0 : (clock.monotonic() - startedAt) / 1000);
  const note = (problem: ExecutionProblem): void => {
    first ??= problem;
  };
  const resolved = (): RunOptions => {
    if (options === undefined) throw new Error('options are not known yet');
    return options;
  };
  const accept = (points: readonly WirePoint[]): void => {
    for (const point of points) tree.add(point);
    writer.add(points);
  };
  const clientOf = (vu: number): HttpClient => {
    const known = clients.get(vu);
    if (known !== undefined) return known;
    const made = httpClient(resolved(), input.userAgent, clock);
    clients.set(vu, made);
    return made;
  };
  const endThreads = async (which: (vu: VuThread) => boolean): Promise<void> => {
    await Promise.all([...threads].filter(which).map((vu) => vu.end()));
  };

  /** A VU with its init code done. Throws ExecutionProblem (107) for what that threw; null: ended before. */
  async function load(id: number, isQuiet = false): Promise<{ vu: VuThread; loaded: Loaded } | null> {
    const answer = vuCalls({
      registry,
      options: resolved,
      client: clientOf,
      points: isQuiet ? () => {} : accept,
      instance: () => ({
        currentTestRunDuration: runMs(),
        iterationsCompleted: counts.completed,
        iterationsInterrupted: counts.interrupted,
        vusActive: counts.active,
        vusInitialized: pool.size(),
      }),
      progress: (name) => progress.get(name)?.() ?? 0,
      abort: (reason) => {
        note(new ExecutionProblem(K6_EXIT.scriptAborted, reason));
        hard.abort();
        // The VU that asked waits for an answer that never comes.
        void vu.end();
      },
      fail: (reason) => {
        markedFailed = true;
        log.say('error', reason);
      },
      clock,
    });
    const vu = vuThread({
      vu: id,
      file: input.file,
      source: input.source,
      env: input.env,
      shared: { ...shared },
      onBug: (error) => {
        bug ??= error;
        hard.abort();
        void vu.end();
      },
      calls: {
        call: answer,
        points: isQuiet ? () => {} : accept,
        log: (level, message) => log.console(level, message),
        shared: (name, store) => {
          shared[name] = store;
        },
      },
    });
    threads.add(vu);
    const loaded = await vu.loaded;
    if (loaded === null) return null;
    if ('text' in loaded) {
      await vu.end();
      throw new ExecutionProblem(K6_EXIT.scriptException, loaded.text);
    }
    return { vu, loaded };
  }

  function configure(vu: VuThread): void {
    const { systemTags, throw: throws, discardResponseBodies } = resolved();
    vu.configure({ all: given, systemTags, throw: throws, discardResponseBodies });
  }

  async function initialise(id: number): Promise<VuThread> {
    const made = await load(id);
    if (made === null) throw first ?? new ExecutionProblem(K6_EXIT.externalAbort, 'interrupted while VUs were initialised');
    configure(made.vu);
    return made.vu;
  }
  const pool = vuPool(initialise);

  /** setup, teardown or handleSummary, with its time limit. Null: interrupted. */
  async function runOnce(
    vu: VuThread,
    phase: 'setup' | 'teardown' | 'summary',
    argument: string | null,
    limitMs: number,
  ): Promise<string | null> {
    const exec = phase === 'summary' ? 'handleSummary' : phase;
    const activation: Activation = {
      phase,
      exec,
      tags: { ...resolved().tags },
      env: {},
      scenario: null,
      iteration: { inInstance: 0, inScenario: 0, inTest: 0 },
      argument,
    };
    const over = new AbortController();
    let late = false;
    void clock.sleep(limitMs, over.signal).then(
      () => {
        late = true;
        return vu.end();
      },
      () => {},
    );
    const result = await vu.run(activation);
    over.abort();
    if (late) {
      const exit = phase === 'setup' ? K6_EXIT.setupTimeout : K6_EXIT.teardownTimeout;
      throw new ExecutionProblem(exit, `${exec}() took longer than ${limitMs / 1000} s`);
    }
    if (result === null) return null;
    if (result.failure !== null) throw new ExecutionProblem(K6_EXIT.scriptException, result.failure.text);
    return result.value;
  }

  function workloadVu(
    vu: VuThread,
    workload: Workload,
    counters: { inTest: number; byVu: Map<number, number> },
    startTime: number,
    setupData: string | null,
  ): WorkloadVu {
    const byArrival = 'preAllocatedVus' in workload;
    if (!byArrival) counts.active += 1;
    return {
      interrupt: () => void vu.end(),
      release: () => {
        if (!byArrival) counts.active -= 1;
        pool.give(vu);
      },
      async iterate() {
        if (hard.signal.aborted) return false;
        const inInstance = iterationsOfVu.get(vu.id) ?? 0;
        const inScenario = counters.byVu.get(vu.id) ?? 0;
        iterationsOfVu.set(vu.id, inInstance + 1);
        counters.byVu.set(vu.id, inScenario + 1);
        const inTest = counters.inTest;
        counters.inTest += 1;
        const client = clientOf(vu.id);
        client.reset();
        if (byArrival) counts.active += 1;
        const activation: Activation = {
          phase: 'iteration',
          exec: workload.exec,
          tags: { ...resolved().tags, ...workload.tags },
          env: workload.env,
          scenario: { name: workload.name, executor: workload.executor, startTime },
          iteration: { inInstance, inScenario, inTest },
          // One parsed copy a VU: what a script changes in it stays, within that VU.
          ...(hasData.has(vu) ? {} : { argument: setupData }),
        };
        hasData.add(vu);
        const result = await vu.run(activation);
        if (byArrival) counts.active -= 1;
        if (result === null) {
          counts.interrupted += 1;
          return false;
        }
        counts.completed += 1;
        const { tags, metadata } = iterationTags(workload, vu.id, inInstance);
        const bytes = client.takeBytes();
        writer.count('data_sent', result.at, bytes.sent, tags, metadata);
        writer.count('data_received', result.at, bytes.received, tags, metadata);
        writer.count('iteration_duration', result.at, result.tookMs, tags, metadata);
        writer.count('iterations', result.at, 1, tags, metadata);
        if (result.failure !== null) log.iteration(result.failure, workload.name, workload.executor);
        const pad = resolved().minIterationMs - result.tookMs;
        if (pad > 0) await clock.sleep(pad, AbortSignal.any([hard.signal, stop.signal])).catch(() => {});
        return true;
      },
    };
  }
  const hasData = new WeakSet<VuThread>();

  function iterationTags(
    workload: Workload,
    vu: number,
    iteration: number,
  ): { tags: { [name: string]: string }; metadata: { [name: string]: string } } {
    const { tags, systemTags } = resolved();
    const has = (name: string): boolean => systemTags.includes(name);
    return {
      tags: { ...tags, ...workload.tags, ...(has('group') ? { group: '' } : {}), ...(has('scenario') ? { scenario: workload.name } : {}) },
      metadata: { ...(has('vu') ? { vu: String(vu) } : {}), ...(has('iter') ? { iter: String(iteration) } : {}) },
    };
  }

  async function runWorkloads(workloads: readonly Workload[], setupData: string | null): Promise<void> {
    await Promise.all(
      workloads.map(async (workload) => {
        const counters = { inTest: 0, byVu: new Map<number, number>() };
        const begins = clock.monotonic() + workload.startTimeMs * 1000;
        const startTime = Math.round(clock.now() / 1000 + workload.startTimeMs);
        progress.set(workload.name, () => workloadProgress(workload, counters.inTest, (clock.monotonic() - begins) / 1000));
        await runWorkload(workload, {
          clock,
          stop: stop.signal,
          hard: hard.signal,
          take: async () => (hard.signal.aborted ? null : workloadVu(await pool.take(), workload, counters, startTime, setupData)),
          dropped: (count) => writer.count('dropped_iterations', clock.now(), count, iterationTags(workload, 0, 0).tags),
          warn: (message) => log.say('warn', message, { executor: workload.executor, scenario: workload.name }),
        }).catch((error: unknown) => {
          // The other workloads end with it.
          hard.abort();
          throw error;
        });
      }),
    );
  }

  /** Calls `tick` every `ms` until `over` fires. */
  async function every(ms: number, over: AbortSignal, tick: () => void): Promise<void> {
    while (!over.aborted) {
      await clock.sleep(ms, over).catch(() => {});
      if (!over.aborted) tick();
    }
  }

  async function execute(): Promise<void> {
    const zero = await load(0);
    if (zero === null) return;
    given = zero.loaded.options;
    options = readOptions(given, zero.loaded.functions);
    for (const name of options.unknown) log.say('warn', `There is no option "${name}": it is ignored`);
    registry.addThresholds(options.thresholds);
    const planned = vusToPlan(options.workloads);
    configure(zero.vu);
    await ports.planned(Object.keys(options.thresholds));
    const over = new AbortController();
    const ticking = [
      every(VUS_EVERY_MS, over.signal, () => {
        writer.count('vus', clock.now(), counts.active, resolved().tags);
        writer.count('vus_max', clock.now(), pool.size(), resolved().tags);
      }),
      every(THRESHOLDS_EVERY_MS, over.signal, () => {
        const { crossed, aborts } = registry.evaluate(runMs(), false);
        if (!aborts || first !== undefined) return;
        note(new ExecutionProblem(K6_EXIT.thresholds, `thresholds have been crossed: ${crossed.join('; ')}`));
        hard.abort();
      }),
    ];
    let setupData: string | null = null;
    try {
      await between(zero, planned, (data) => {
        setupData = data;
      });
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      note(error);
    } finally {
      over.abort();
      await Promise.all(ticking);
    }
    await endThreads(() => true);
    const ms = runMs();
    const { crossed } = registry.evaluate(ms, true);
    if (crossed.length > 0) log.say('error', `thresholds have been crossed: ${crossed.join('; ')}`);
    if (first === undefined && markedFailed) note(new ExecutionProblem(K6_EXIT.markedFailed, 'the script marked the execution as failed'));
    if (crossed.length > 0) note(new ExecutionProblem(K6_EXIT.thresholds, ''));
    await summarise(zero.loaded, ms, setupData);
  }

  /** From the initialisation of the VUs to the end of teardown. */
  async function between(zero: { vu: VuThread; loaded: Loaded }, planned: number, keep: (setupData: string | null) => void): Promise<void> {
    const { functions } = zero.loaded;
    const { noSetup, noTeardown, setupTimeoutMs, teardownTimeoutMs, workloads } = resolved();
    const interrupt = (): void => void zero.vu.end();
    await pool.prepare(planned, hard.signal);
    if (hard.signal.aborted) return;
    startedAt = clock.monotonic();
    let setupData: string | null = null;
    if (functions.includes('setup') && !noSetup) {
      hard.signal.addEventListener('abort', interrupt);
      setupData = await runOnce(zero.vu, 'setup', null, setupTimeoutMs);
      hard.signal.removeEventListener('abort', interrupt);
      keep(setupData);
      // Ended within setup: as with a failed one, there is nothing to tear down.
      if (!zero.vu.isAlive()) return;
    }
    try {
      await runWorkloads(workloads, setupData);
    } finally {
      if (functions.includes('teardown') && !noTeardown) await runOnce(zero.vu, 'teardown', setupData, teardownTimeoutMs);
    }
  }

  async function summarise({ functions }: Loaded, ms: number, setupData: string | null): Promise<void> {
    if (!functions.includes('handleSummary')) return;
    const data = summaryData(registry, tree, resolved(), {
      ms,
      setupData: setupData === null ? undefined : (JSON.parse(setupData) as unknown),
    });
    try {
      const made = await load(0, true);
      if (made === null) return;
      configure(made.vu);
      const text = await runOnce(made.vu, 'summary', JSON.stringify(data), resolved().summaryTimeoutMs);
      if (text !== null) await ports.output(JSON.parse(text) as { [path: string]: string | number[] });
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      log.say('error', `handleSummary: ${error.message}`);
    }
  }

  async function run(): Promise<number> {
    try {
      await execute();
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      note(error);
    } finally {
      await endThreads(() => true);
      for (const client of clients.values()) client.close();
    }
    if (bug !== undefined) throw bug;
    if (first === undefined) return 0;
    if (first.message !== '') log.say('error', first.hint === undefined ? first.message : `${first.message}. ${first.hint}`);
    return first.exit;
  }

  // A thread that is still in its init code has no workload to interrupt it.
  hard.signal.addEventListener('abort', () => {
    if (options === undefined || startedAt === undefined) void endThreads(() => true);
  });
  return {
    stop: () => stop.abort(),
    abort: () => {
      note(new ExecutionProblem(K6_EXIT.externalAbort, 'the execution was aborted'));
      hard.abort();
    },
    done: run(),
  };
}

function workloadProgress(workload: Workload, started: number, ms: number): number {
  if (workload.executor === 'shared-iterations') return Math.min(1, started / workload.iterations);
  if (workload.executor === 'per-vu-iterations') return Math.min(1, started / (workload.iterations * workload.vus));
  return Math.max(0, Math.min(1, ms / regularMs(workload)));
}
