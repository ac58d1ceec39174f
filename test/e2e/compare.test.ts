import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/analysis/types.ts';
import { makeHome, smallTarget, type Ended, type Home } from './evenkeel.ts';

const RUNS = 5;
let home: Home;
const hogs: ChildProcess[] = [];

interface Compared {
  readonly data: { readonly compared: readonly { readonly metric: string; readonly level: Comparison; readonly spread: Comparison }[] };
}

async function run(campaign: string): Promise<void> {
  const ended = await home.evenkeel(['run', '--engine', 'embedded', '--scenarios', 'cpu', '--campaign', campaign, '--quiet']);
  expect(ended, ended.stderr).toMatchObject({ exit: 0 });
}

/** Three busy processes for each core, for two minutes at the longest: a job gets a quarter of what it had. */
function hog(): void {
  for (let n = 0; n < 3 * availableParallelism(); n += 1) {
    hogs.push(spawn(process.execPath, ['-e', 'const end = Date.now() + 120000; while (Date.now() < end);'], { stdio: 'ignore' }));
  }
}

function stopHogs(): void {
  for (const child of hogs.splice(0)) child.kill('SIGKILL');
}

beforeAll(async () => {
  home = makeHome(
    smallTarget({ drive: '1MiB', jobs: '{ cpu: { count: 12, events: 1000, primes: 5000 } }', probes: '{}' }).replace(
      'instances: 3',
      'instances: 2',
    ),
  );
  // The campaigns take turns, so that what else this machine does meets all of them alike.
  for (let round = 0; round < RUNS; round += 1) {
    await run('before');
    await run('control');
    hog();
    await run('after');
    stopHogs();
  }
}, 300_000);
afterAll(() => {
  stopHogs();
  home.remove();
});

async function compare(
  before: string,
  after: string,
): Promise<{ readonly ended: Ended; readonly cpu: Compared['data']['compared'][number] | undefined }> {
  const ended = await home.evenkeel(['--json', 'report', 'compare', before, after]);
  expect(ended, ended.stderr).toMatchObject({ exit: 0 });
  const { data } = JSON.parse(ended.stdout) as Compared;
  return { ended, cpu: data.compared.find(({ metric }) => metric.startsWith('job_duration_seconds')) };
}

/** Median of each run's job times, by hand. */
async function mediansOf(campaign: string): Promise<number[]> {
  return home.read(async (reader) => {
    const runs = await reader.runs({ campaign });
    const { samples } = await reader.facts(runs.map(({ uid }) => uid));
    return runs.map(({ id }) =>
      middle(
        samples.filter(({ metric, runId }) => metric === 'job_duration_seconds' && runId === id).map(({ value }) => value ?? Number.NaN),
      ),
    );
  });
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 0 ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? 0);
}

describe('report compare', () => {
  it('calls the campaign beside a CPU hog a regression in level, judges its spread, and holds the ratio that a hand finds', async () => {
    const { cpu } = await compare('before', 'after');
    expect(cpu?.level).toMatchObject({ verdict: 'regression', unitsBefore: RUNS, unitsAfter: RUNS });
    expect(cpu?.spread.verdict).not.toBe('too few units');
    const byHand = middle(await mediansOf('after')) / middle(await mediansOf('before'));
    expect(cpu?.level.ratio.low).toBeLessThanOrEqual(byHand);
    expect(cpu?.level.ratio.high).toBeGreaterThanOrEqual(byHand);
    const { markdown } = home.report();
    expect(markdown).toMatch(/\*\*Better\?\*\* By the verdict, the time of `cpu` jobs got worse/);
    expect(markdown).not.toMatch(/improved/i);
  });

  it('says neither regression nor improvement of two healthy campaigns', async () => {
    const { cpu } = await compare('before', 'control');
    expect(['equivalent', 'inconclusive', 'changed below margin']).toContain(cpu?.level.verdict);
  });
});
