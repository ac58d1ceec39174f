import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import type { ExecutionResult, ExecutionSpec, RunningExecution } from '../../../src/engine/api.ts';
import { embeddedEngine } from '../../../src/engine/embedded/engine.ts';

export interface Point {
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags: { readonly [tag: string]: string };
  readonly metadata?: { readonly [name: string]: string };
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly source?: string;
  readonly scenario?: string;
}

export interface Ran {
  readonly result: ExecutionResult;
  readonly points: readonly Point[];
  readonly metricLines: readonly { readonly metric: string; readonly data: { readonly [field: string]: unknown } }[];
  readonly log: readonly LogLine[];
  /** What the script said with `console.log(JSON.stringify(…))`. */
  readonly said: readonly unknown[];
  readonly summary: Summary;
  /** A file of the work folder. */
  readonly file: (name: string) => string | undefined;
}

export interface Summary {
  readonly root_group: Group;
  readonly state: { readonly testRunDurationMs: number };
  readonly metrics: {
    readonly [name: string]: {
      readonly type: string;
      readonly contains: string;
      readonly values: { readonly [stat: string]: number };
      readonly thresholds?: { readonly [expression: string]: { readonly ok: boolean } };
    };
  };
}

interface Group {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: readonly Group[];
  readonly checks: readonly {
    readonly name: string;
    readonly path: string;
    readonly id: string;
    readonly passes: number;
    readonly fails: number;
  }[];
}

export interface RunOptions extends Partial<Pick<ExecutionSpec, 'env' | 'usesGateway' | 'limitMs' | 'maxScriptErrors' | 'promises'>> {
  /** Absolute path in place of a source. */
  readonly script?: string;
  /** Other files beside the script. */
  readonly files?: { readonly [name: string]: string };
  readonly graceMs?: number;
  /** While it runs. */
  readonly during?: (execution: RunningExecution, workDir: string) => Promise<void> | void;
}

/** Runs a script on the embedded engine, in a folder of its own that is gone afterwards. */
export async function runScript(source: string, options: RunOptions = {}): Promise<Ran> {
  const { script, files = {}, graceMs, during, ...spec } = options;
  const folder = await mkdtemp(join(tmpdir(), 'evk-embedded-'));
  try {
    const path = script ?? join(folder, 'script.ts');
    if (script === undefined) await writeFile(path, source);
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const engine = embeddedEngine({ log: silentLog, clock: systemClock, ...(graceMs === undefined ? {} : { graceMs }) });
    const execution = await engine.start({
      script: path,
      workDir: folder,
      env: {},
      usesGateway: false,
      limitMs: 15_000,
      maxScriptErrors: 0,
      promises: [],
      ...spec,
    });
    await during?.(execution, folder);
    const result = await execution.done;
    const names = ['samples.ndjson', 'k6.log', 'stdout.txt', 'out.txt', 'out.bin'];
    const contents = new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8').catch(() => undefined)] as const)),
    );
    const lines = jsonLines(contents.get('samples.ndjson')) as { type: string; metric: string; data: never }[];
    const log = jsonLines(contents.get('k6.log')) as LogLine[];
    return {
      result,
      points: lines.filter(({ type }) => type === 'Point').map(({ metric, data }) => ({ metric, ...(data as Omit<Point, 'metric'>) })),
      metricLines: lines.filter(({ type }) => type === 'Metric'),
      log,
      said: log.filter(({ source: from, level }) => from === 'console' && level === 'info').map(({ msg }) => JSON.parse(msg) as unknown),
      summary: JSON.parse(result.summary ?? 'null') as Summary,
      file: (name) => contents.get(name),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function valuesOf(ran: Ran, metric: string): readonly number[] {
  return ran.points.filter((point) => point.metric === metric).map(({ value }) => value);
}

function jsonLines(text: string | undefined): unknown[] {
  return (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
