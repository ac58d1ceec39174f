import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/analysis/types.ts';
import { startCpuHog, type CpuHog } from '../../fakes/cpu-hog.ts';
import { makeHome, smallTarget, type Home } from '../evenkeel.ts';
import { median, plausibleFactors, robustCv, type Bounds } from './by-hand.ts';
import { query } from './query.ts';

const RUNS = 5;
const MARGIN = 0.05;
let home: Home;
let hog: CpuHog | undefined;

/** One run of its campaign; with `beside`, the hog is there from before its first job to after its last. */
async function run(campaign: string, beside?: 'hog'): Promise<void> {
  const started = home.start(['run', '--engine', 'embedded', '--scenarios', 'cpu', '--campaign', campaign]);
  if (beside === 'hog') {
    // Renting takes half a second at least.
    await started.said('provision');
    hog = startCpuHog();
    await started.said('release');
    await hog.stop();
  }
  const ended = await started.ended;
  expect(ended, ended.stderr).toMatchObject({ exit: 0 });
}

/** Pairs of healthy runs by turns, the first of one pair the second of the next: whatever drifts meets both alike. */
async function healthyPair(round: number, a: string, b: string): Promise<void> {
  for (const campaign of round % 2 === 0 ? [a, b] : [b, a]) await run(campaign);
}

beforeAll(async () => {
  home = makeHome(
    smallTarget({ drive: '1MiB', jobs: '{ cpu: { count: 10, events: 600, primes: 5000 } }', probes: '{}' }).replace(
      'instances: 3',
      'instances: 1',
    ),
  );
  for (let round = 0; round < RUNS; round += 1) {
    await healthyPair(round, 'before', 'control');
    await run('after', 'hog');
  }
}, 300_000);
afterAll(async () => {
  await hog?.stop();
  home.remove();
});

interface Compared {
  readonly level: Comparison;
  readonly spread: Comparison;
  readonly markdown: string;
}

async function compare(before: string, after: string): Promise<Compared> {
  const ended = await home.evenkeel(['--json', 'report', 'compare', before, after]);
  expect(ended, ended.stderr).toMatchObject({ exit: 0 });
  const { data } = JSON.parse(ended.stdout) as {
    readonly data: { readonly folder: string; readonly compared: readonly { metric: string; level: Comparison; spread: Comparison }[] };
  };
  const cpu = data.compared.find(({ metric }) => metric.startsWith('job_duration_seconds'));
  if (cpu === undefined) throw new Error(`no job time was compared: ${ended.stdout}`);
  return { ...cpu, markdown: readFileSync(join(data.folder, 'report.md'), 'utf8') };
}

/** One figure of the job times of each run of a campaign. */
function figures(campaign: string, figure: (times: readonly number[]) => number): readonly number[] {
  const rows = query(
    home,
    `select o.run, s.value from samples s join series r on r.id = s.series join metrics m on m.id = r.metric
       join observations o on o.id = s.obs join runs u on u.id = o.run
     where m.name = 'job_duration_seconds' and u.campaign = ? and o.outcome in (0, 1) and o.attempt = 0`,
    campaign,
  );
  const runs = [...new Set(rows.map((row) => row['run']))];
  return runs.map((id) => figure(rows.filter((row) => row['run'] === id).map((row) => Number(row['value']))));
}

/** What a comparison has to say, by hand: the ratio of the medians, the factors that are plausible, and whether that is an alarm. */
function byHand(before: string, after: string, figure: (times: readonly number[]) => number) {
  const [from, to] = [figures(before, figure), figures(after, figure)];
  expect([from.length, to.length]).toEqual([RUNS, RUNS]);
  const bounds: Bounds = plausibleFactors(from, to, 0.05);
  const alarm = bounds.low > 1 + MARGIN ? 'regression' : bounds.high < 1 / (1 + MARGIN) ? 'improvement' : 'none';
  return { ratio: median(to) / median(from), ...bounds, alarm };
}

function alarmOf({ verdict }: Comparison): string {
  return verdict === 'regression' || verdict === 'improvement' ? verdict : 'none';
}

function expectAsByHand(comparison: Comparison, hand: ReturnType<typeof byHand>): void {
  const { low, high } = comparison.ratio;
  expect(low).toBeCloseTo(hand.low, 9);
  expect(high).toBeCloseTo(hand.high, 9);
  expect(hand.ratio).toBeGreaterThanOrEqual(low ?? Number.NaN);
  expect(hand.ratio).toBeLessThanOrEqual(high ?? Number.NaN);
  expect(alarmOf(comparison)).toBe(hand.alarm);
}

/** The sentence of the answer that begins so, and the three numbers of its ratio. */
function sentence(markdown: string, begin: string) {
  const line = markdown.split('\n').find((each) => each.includes(`**${begin}**`)) ?? '';
  const [, value, low, high] = (/ratio ([\d.]+) × \(([\d.]+) × … ([\d.]+) ×\)/.exec(line) ?? []).map(Number);
  return { line, value, low, high };
}

describe('a campaign beside a CPU hog', () => {
  let compared: Compared;
  beforeAll(async () => {
    compared = await compare('before', 'after');
  });

  it('is a regression in level, and the interval is the one a hand finds around its ratio', () => {
    expect(compared.level).toMatchObject({ claim: 'level', verdict: 'regression', unitsBefore: RUNS, unitsAfter: RUNS, margin: MARGIN });
    expectAsByHand(compared.level, byHand('before', 'after', median));
  });

  it('has a verdict on its spread, from the spread of each run', () => {
    expect(compared.spread).toMatchObject({ claim: 'spread', unitsBefore: RUNS, unitsAfter: RUNS });
    expect(compared.spread.verdict).not.toBe('too few units');
    expectAsByHand(compared.spread, byHand('before', 'after', robustCv));
  });

  it('is called worse in the report, with these numbers, and never better', () => {
    const { line, low, high } = sentence(compared.markdown, 'Better?');
    expect(line).toContain('the time of `cpu` jobs got worse by more than 5');
    const hand = byHand('before', 'after', median);
    expect(Math.abs((low ?? Number.NaN) / hand.low - 1)).toBeLessThan(0.01);
    expect(Math.abs((high ?? Number.NaN) / hand.high - 1)).toBeLessThan(0.01);
    const spread = sentence(compared.markdown, 'Steadier?').line;
    const words = { regression: 'grew', improvement: 'shrank', none: 'spread of `cpu` jobs' }[alarmOf(compared.spread)];
    expect(spread).toContain(words);
    expect(compared.markdown).not.toMatch(/`cpu` jobs improved/);
  });

  it('read backwards is an improvement of the same size', async () => {
    const back = await compare('after', 'before');
    expect(back.level.verdict).toBe('improvement');
    expect(back.level.ratio.low).toBeCloseTo(1 / (compared.level.ratio.high ?? Number.NaN), 9);
    expect(back.level.ratio.high).toBeCloseTo(1 / (compared.level.ratio.low ?? Number.NaN), 9);
    expect(sentence(back.markdown, 'Better?').line).toContain('the time of `cpu` jobs improved by more than 5');
  });
});

describe('two healthy campaigns by turns', () => {
  it('are neither better nor worse, in level or in spread', async () => {
    const first = await compare('before', 'control');
    expectAsByHand(first.level, byHand('before', 'control', median));
    expectAsByHand(first.spread, byHand('before', 'control', robustCv));
    const alarms = alarmsOf(first);
    if (alarms.length === 0) expectCalm(first);
    // Each claim may raise a false alarm once in twenty times: an alarm counts when further runs raise it again.
    const again = alarms.length === 0 ? [] : await furtherAlarms();
    expect(alarms.filter((alarm) => again.includes(alarm))).toEqual([]);
  }, 120_000);

  it('leave nothing in the register of findings', async () => {
    const rows = query(
      home,
      `select f.title from findings f join finding_links l on l.finding = f.id and l.kind = 'run' join runs u on u.uid = l.ref
       where u.campaign in ('before', 'control')`,
    );
    expect(rows).toEqual([]);
  });
});

function alarmsOf({ level, spread }: Compared): readonly string[] {
  return [level, spread].filter((comparison) => alarmOf(comparison) !== 'none').map(({ claim, verdict }) => `${claim}: ${verdict}`);
}

async function furtherAlarms(): Promise<readonly string[]> {
  for (let round = 0; round < RUNS; round += 1) await healthyPair(round, 'again', 'again-control');
  return alarmsOf(await compare('again', 'again-control'));
}

function expectCalm({ markdown }: Compared): void {
  const told = ['Better?', 'Steadier?'].map((begin) => sentence(markdown, begin).line).join('\n');
  expect(told).toMatch(/`cpu` jobs (?:is equivalent|is not decided|changed, but by less than)/);
  expect(told).not.toMatch(/got worse|improved|grew|shrank/);
}
