import type { Clock } from '../../core/clock.ts';
import type { Redact } from '../../core/redact.ts';
import { ExecutionProblem, K6_EXIT } from './execution-problem.ts';
import type { LineFile } from './line-file.ts';
import { summaryData } from './metrics/summary-data.ts';
import { readOptions } from './options.ts';
import { runContext } from './run-context.ts';
import type { RunLog } from './run-log.ts';
import { runOnce } from './run-once.ts';
import { runWorkloads } from './run-workloads.ts';
import { vuLoader, type ScriptSource } from './vu-loader.ts';
import { vusToPlan } from './vu-plan.ts';
import { vuPool } from './vu-pool.ts';
import type { Loaded, VuThread } from './vu-thread.ts';

export interface TestRunPorts {
  readonly clock: Clock;
  readonly log: RunLog;
  readonly samples: LineFile;
  readonly userAgent: string;
  /** For the tags of samples. */
  readonly redact: Redact;
  /** The init code ran and the options are valid; resolves when the execution may go on. */
  readonly planned: (thresholdKeys: readonly string[]) => Promise<void>;
  /** All VUs are there: setup and workloads follow. */
  readonly begun: () => void;
  /** What handleSummary returned: path → text or bytes. */
  readonly output: (files: { readonly [path: string]: string | readonly number[] }) => Promise<void>;
}

export interface TestRun {
  /** No new iterations; not an abort. */
  readonly stop: () => void;
  /** Ends every iteration now; teardown and summary still follow. */
  readonly abort: () => void;
  /** The exit code by k6's table, when all threads are gone. Rejects for a bug only. */
  readonly done: Promise<number>;
}

const THRESHOLDS_EVERY_MS = 2_000;
const VUS_EVERY_MS = 1_000;

/** One execution as k6 runs it: init, setup, workloads, teardown, thresholds, summary. */
export function testRun(script: ScriptSource, ports: TestRunPorts): TestRun {
  const { clock, log } = ports;
  const run = runContext(ports);
  const loader = vuLoader(script, run, clock);
  const pool = vuPool(loader.initialise);
  run.countVus(pool.size);

  async function execute(): Promise<void> {
    const zero = await loader.load(0);
    if (zero === null) return;
    const options = readOptions(zero.loaded.options, zero.loaded.functions);
    run.setOptions(options);
    for (const name of options.unknown) log.say('warn', `There is no option "${name}": it is ignored`);
    if (options.systemTags.includes('expected_response')) run.registry.splitExpectedResponses();
    run.registry.addThresholds(options.thresholds);
    const vus = vusToPlan(options.workloads);
    loader.configure(zero.vu);
    await ports.planned(Object.keys(options.thresholds));

    let setupData: string | null = null;
    const ticking = startTicking();
    try {
      setupData = await fromInitToTeardown(zero.vu, zero.loaded, vus);
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      run.note(error);
    } finally {
      await ticking();
    }
    await loader.endAll();
    const ms = run.runMs();
    judge(ms);
    await summarise(zero.loaded, ms, setupData);
  }

  /** From the initialisation of the VUs to the end of teardown; gives setup's data. */
  async function fromInitToTeardown(zero: VuThread, { functions }: Loaded, vus: number): Promise<string | null> {
    const { noSetup, noTeardown, setupTimeoutMs, teardownTimeoutMs, workloads, tags } = run.options();
    await pool.prepare(vus, run.hard.signal);
    if (run.hard.signal.aborted) return null;
    run.begin();
    ports.begun();
    let setupData: string | null = null;
    if (functions.includes('setup') && !noSetup) {
      const interrupt = (): void => void zero.end();
      run.hard.signal.addEventListener('abort', interrupt);
      try {
        setupData = await runOnce(zero, { phase: 'setup', tags, argument: null, limitMs: setupTimeoutMs }, clock);
      } finally {
        countBytes('setup');
        run.hard.signal.removeEventListener('abort', interrupt);
      }
      // Interrupted: as with a failed setup, there is nothing to tear down.
      if (!zero.isAlive()) return null;
    }
    try {
      await runWorkloads(workloads, setupData, run, pool, clock);
    } finally {
      if (functions.includes('teardown') && !noTeardown) {
        const once = runOnce(zero, { phase: 'teardown', tags, argument: setupData, limitMs: teardownTimeoutMs }, clock);
        await once.finally(() => countBytes('teardown'));
      }
    }
    return setupData;
  }

  function countBytes(phase: 'setup' | 'teardown'): void {
    const { tags, systemTags } = run.options();
    const bytes = run.client(0).takeBytes();
    const all = { ...tags, ...(systemTags.includes('group') ? { group: `::${phase}` } : {}) };
    run.writer.count('data_sent', clock.now(), bytes.sent, all);
    run.writer.count('data_received', clock.now(), bytes.received, all);
  }

  /** The gauges of VUs and the thresholds that may abort; gives how to end it. */
  function startTicking(): () => Promise<void> {
    const over = new AbortController();
    const every = async (ms: number, tick: () => void): Promise<void> => {
      while (!over.signal.aborted) {
        await clock.sleep(ms, over.signal).catch(() => {});
        if (!over.signal.aborted) tick();
      }
    };
    const ticks = [
      every(VUS_EVERY_MS, () => {
        run.writer.count('vus', clock.now(), run.counts.active, run.options().tags);
        run.writer.count('vus_max', clock.now(), pool.size(), run.options().tags);
      }),
      every(THRESHOLDS_EVERY_MS, () => {
        if (!run.registry.evaluate(run.runMs(), false).aborts) return;
        run.note(new ExecutionProblem(K6_EXIT.thresholds, ''));
        run.hard.abort();
      }),
    ];
    return async () => {
      over.abort();
      await Promise.all(ticks);
    };
  }

  /** The last word on thresholds; problems from before come first. */
  function judge(ms: number): void {
    const { crossed } = run.registry.evaluate(ms, true);
    if (run.isMarkedFailed()) run.note(new ExecutionProblem(K6_EXIT.markedFailed, ''));
    if (crossed.length === 0) return;
    log.say('error', `thresholds have been crossed: ${crossed.join('; ')}`);
    run.note(new ExecutionProblem(K6_EXIT.thresholds, ''));
  }

  /** handleSummary gets a VU of its own, whose samples count nowhere. */
  async function summarise({ functions }: Loaded, ms: number, setupData: string | null): Promise<void> {
    if (!functions.includes('handleSummary')) return;
    const { tags, summaryTimeoutMs } = run.options();
    const data = summaryData(run.registry, run.checks, run.options(), {
      ms,
      setupData: setupData === null ? undefined : (JSON.parse(setupData) as unknown),
    });
    try {
      const made = await loader.load(0, true);
      if (made === null) return;
      loader.configure(made.vu);
      const text = await runOnce(made.vu, { phase: 'summary', tags, argument: JSON.stringify(data), limitMs: summaryTimeoutMs }, clock);
      if (text !== null) await ports.output(JSON.parse(text) as { [path: string]: string | number[] });
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      log.say('error', `handleSummary: ${error.message}`);
    }
  }

  async function toTheEnd(): Promise<number> {
    try {
      await execute();
    } catch (error) {
      if (!(error instanceof ExecutionProblem)) throw error;
      run.note(error);
    } finally {
      await loader.endAll();
      run.closeClients();
    }
    const [bug, problem] = [run.bug(), run.problem()];
    if (bug !== undefined) throw bug;
    if (problem === undefined) return 0;
    if (problem.message !== '') log.say('error', problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}`);
    return problem.exit;
  }

  return {
    stop: () => run.stop.abort(),
    abort: () => {
      run.note(new ExecutionProblem(K6_EXIT.externalAbort, 'the execution was aborted'));
      run.hard.abort();
    },
    done: toTheEnd(),
  };
}
