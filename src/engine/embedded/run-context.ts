import type { Clock } from '../../core/clock.ts';
import type { Redact } from '../../core/redact.ts';
import type { ExecutionProblem } from './execution-problem.ts';
import { httpClient, type HttpClient } from './http/http-client.ts';
import { checkTree, type CheckTree } from './metrics/check-tree.ts';
import { metricRegistry, type MetricRegistry } from './metrics/metric-registry.ts';
import { sampleWriter, type SampleWriter } from './metrics/sample-writer.ts';
import type { LineFile } from './line-file.ts';
import type { RunOptions } from './options.ts';
import type { RunLog } from './run-log.ts';
import type { WirePoint } from './vu-messages.ts';

/** What one execution knows while it runs; shared by all that takes part in it. */
export interface RunContext {
  readonly log: RunLog;
  readonly registry: MetricRegistry;
  readonly checks: CheckTree;
  readonly writer: SampleWriter;
  /** No new iteration; the running ones get their gracefulStop. */
  readonly stop: AbortController;
  /** Every iteration ends now. */
  readonly hard: AbortController;
  readonly counts: { completed: number; interrupted: number; active: number };
  /** Workload → 0–1. */
  readonly progress: Map<string, () => number>;
  readonly accept: (points: readonly WirePoint[]) => void;
  /** Throws before the init code has run. */
  readonly options: () => RunOptions;
  readonly setOptions: (options: RunOptions) => void;
  /** The HTTP of a VU. */
  readonly client: (vu: number) => HttpClient;
  readonly closeClients: () => void;
  /** The first problem decides how the execution ends. */
  readonly note: (problem: ExecutionProblem) => void;
  readonly problem: () => ExecutionProblem | undefined;
  readonly markFailed: (reason: string) => void;
  readonly isMarkedFailed: () => boolean;
  /** Something of ours broke: the execution ends and its promise rejects. */
  readonly noteBug: (error: unknown) => void;
  readonly bug: () => Error | undefined;
  /** The run's clock starts with setup(). */
  readonly begin: () => void;
  readonly runMs: () => number;
  readonly instance: () => unknown;
  readonly countVus: (size: () => number) => void;
}

export function runContext(ports: {
  readonly clock: Clock;
  readonly log: RunLog;
  readonly samples: LineFile;
  readonly userAgent: string;
  readonly redact: Redact;
}): RunContext {
  const { clock, log } = ports;
  const registry = metricRegistry();
  const checks = checkTree();
  const writer = sampleWriter(registry, ports.samples, ports.redact);
  const hard = new AbortController();
  const clients = new Map<number, HttpClient>();
  const counts = { completed: 0, interrupted: 0, active: 0 };
  let options: RunOptions | undefined;
  let first: ExecutionProblem | undefined;
  let bug: Error | undefined;
  let markedFailed = false;
  let startedAt: number | undefined;
  let vus = (): number => 0;

  const runMs = (): number => (startedAt === undefined ? 0 : (clock.monotonic() - startedAt) / 1000);
  const resolved = (): RunOptions => {
    if (options === undefined) throw new Error('options are not known yet');
    return options;
  };
  return {
    log,
    registry,
    checks,
    writer,
    stop: new AbortController(),
    hard,
    counts,
    progress: new Map(),
    accept(points) {
      for (const point of points) checks.add(point);
      writer.add(points);
    },
    options: resolved,
    setOptions: (given) => {
      options = given;
    },
    client(vu) {
      const known = clients.get(vu);
      if (known !== undefined) return known;
      const made = httpClient(resolved(), ports.userAgent, clock);
      clients.set(vu, made);
      return made;
    },
    closeClients: () => {
      for (const client of clients.values()) client.close();
    },
    note: (problem) => {
      first ??= problem;
    },
    problem: () => first,
    markFailed: (reason) => {
      markedFailed = true;
      log.say('error', reason);
    },
    isMarkedFailed: () => markedFailed,
    noteBug: (error) => {
      bug ??= error instanceof Error ? error : new Error(String(error));
      hard.abort();
    },
    bug: () => bug,
    begin: () => {
      startedAt = clock.monotonic();
    },
    runMs,
    instance: () => ({
      currentTestRunDuration: runMs(),
      iterationsCompleted: counts.completed,
      iterationsInterrupted: counts.interrupted,
      vusActive: counts.active,
      vusInitialized: vus(),
    }),
    countVus: (size) => {
      vus = size;
    },
  };
}

type TagOptions = Pick<RunOptions, 'tags' | 'systemTags'>;
type TaggedWorkload = { readonly name: string; readonly tags: { readonly [name: string]: string } };

/** Tags of what belongs to a workload, and to no iteration of it. */
export function workloadTags({ tags, systemTags }: TagOptions, workload: TaggedWorkload): { readonly [name: string]: string } {
  return { ...tags, ...workload.tags, ...(systemTags.includes('scenario') ? { scenario: workload.name } : {}) };
}

/** Tags and metadata of the samples that the engine adds to each iteration. */
export function iterationTags(
  options: TagOptions,
  workload: TaggedWorkload,
  vu: number,
  iteration: number,
): { readonly tags: { readonly [name: string]: string }; readonly metadata: { readonly [name: string]: string } } {
  const has = (name: string): boolean => options.systemTags.includes(name);
  return {
    tags: { ...workloadTags(options, workload), ...(has('group') ? { group: '' } : {}) },
    metadata: { ...(has('vu') ? { vu: String(vu) } : {}), ...(has('iter') ? { iter: String(iteration) } : {}) },
  };
}
