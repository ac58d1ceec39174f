import { describe, expect, it } from 'vitest';
import { planByHand, planSeries, type PlanChoice } from '../../../src/cli/compose/plan-series.ts';
import { describePlan } from '../../../src/cli/output/describe-plan.ts';
import type { Config } from '../../../src/config/types.ts';
import type { StoreReader } from '../../../src/store/api.ts';
import type { BaselineRow, RunFacts } from '../../../src/store/rows.ts';
import { factsOf, type Act } from '../../analysis/facts.ts';
import { gaussian } from '../../analysis/simulate.ts';

const config = { check: { baseline: 'main', last: 5, margin: 0.05, alarmsPerMonth: 1, checksPerMonth: 30 } } as Config;
const choice: PlanChoice = { target: 'local', metric: 'job_duration_seconds', ratio: 1.2, power: 0.8, pairs: 100, seed: 1 };

/** Runs of two instances, ten CPU and ten IO jobs each, 4 % between runs and 2 % within; renting takes 3 s an instance. */
function runs(count: number): RunFacts {
  const normal = gaussian(9);
  const acts: Act[] = [];
  for (let run = 1; run <= count; run += 1) {
    const level = Math.exp(0.04 * normal());
    for (const instance of [1, 2]) {
      const at = run * 1000 + instance;
      acts.push({ run: `r${run}`, instance, at, kind: 'phase' as Act['kind'] & string, key: 'clone', value: 3, metric: 'instance_phase_duration_seconds', tags: { phase: 'clone' } }); // prettier-ignore
      for (const key of ['cpu', 'io']) {
        for (let job = 0; job < 10; job += 1) acts.push({ run: `r${run}`, instance, at: at + job, key, value: level * Math.exp(0.02 * normal()) }); // prettier-ignore
      }
    }
  }
  return factsOf(acts, { sharesHost: true });
}

function reader(facts: RunFacts, baseline?: RunFacts): StoreReader {
  const row = { runs: ['b'] } as unknown as BaselineRow;
  return {
    runs: async () => facts.runs,
    facts: async (uids: readonly string[]) => (uids[0] === 'b' && baseline !== undefined ? baseline : facts),
    baseline: async () => (baseline === undefined ? undefined : row),
  } as unknown as StoreReader;
}

describe('a plan from stored runs', () => {
  it('takes scatter, jobs, cost, alpha and today’s sides from the store', async () => {
    const plans = await planSeries(config, reader(runs(12), runs(8)), { ...choice, precision: 0.01 });
    expect(plans.map(({ key }) => key)).toEqual(['job_duration_seconds cpu', 'job_duration_seconds io']);
    const [cpu] = plans;
    expect(cpu).toMatchObject({ unit: 'run', measured: { units: 12, values: 240 }, scatter: { jobs: 20 }, margin: 0.05 });
    expect(cpu?.scatter.betweenCv).toBeGreaterThan(0.02);
    expect(cpu?.scatter.betweenCv).toBeLessThan(0.07);
    expect(cpu?.scatter.withinCv).toBeCloseTo(0.02, 2);
    // Two clones of 3 s a run, jobs of about 1 s; three series with two claims each share the budget.
    expect(cpu?.cost).toBeGreaterThan(5);
    expect(cpu?.cost).toBeLessThan(7);
    expect(cpu?.alpha).toBeCloseTo(1 / 30 / 6, 9);
    // 8 against 5 can give 2 / 1287.
    expect(cpu?.today).toMatchObject({ before: 8, after: 5 });
    expect(cpu?.today?.detectable).toBeGreaterThan(1.05);
    expect(cpu?.repetitions).toBeGreaterThanOrEqual(10);
    const text = describePlan(plans, { ...choice, precision: 0.01 });
    expect(text).toContain('8 against 5 runs of 20 jobs: a change by ');
    expect(text).toMatch(/from 12 the one between is known to a factor of 0\.71 … 1\.7/);
    expect(text).toMatch(/jobs until the median of one run is known to ± 1 %/);
  });

  it('lets each be given instead, and takes in the runs that alpha needs', async () => {
    const [plan] = await planSeries(config, reader(runs(8)), { ...choice, metric: 'job_duration_seconds io', jobs: 7, alpha: 0.001, cost: 40, margin: 0.1 }); // prettier-ignore
    expect(plan).toMatchObject({ key: 'job_duration_seconds io', scatter: { jobs: 7 }, alpha: 0.001, cost: 40, margin: 0.1, repetitions: null }); // prettier-ignore
    expect(plan?.today).toMatchObject({ before: 8, after: 6 });
    const [told] = await planSeries(config, reader(runs(8)), { ...choice, units: 9 });
    expect(told?.today).toMatchObject({ before: 9, after: 9 });
  });

  it('says of a baseline that is too small that no verdict comes of it', async () => {
    const plans = await planSeries(config, reader(runs(8), runs(3)), choice);
    expect(plans[0]?.today).toMatchObject({ before: 3, after: 5, detectable: null });
    expect(describePlan(plans, choice)).toContain('3 against 5 runs of 20 jobs: no verdict with 80 %');
  });

  it('refuses without runs, without the metric, and from one unit', async () => {
    const none = { runs: async () => [] } as unknown as StoreReader;
    await expect(planSeries(config, none, choice)).rejects.toMatchObject({ code: 'no-data', exit: 3 });
    await expect(planSeries(config, none, { ...choice, campaign: 'x' })).rejects.toThrow(
      'There is no finished run of local in campaign "x"',
    );
    await expect(planSeries(config, reader(runs(3)), { ...choice, metric: 'job' })).rejects.toMatchObject({
      code: 'unknown-id',
      hint: 'They have instance_phase_duration_seconds clone, job_duration_seconds cpu, job_duration_seconds io.',
    });
    await expect(planSeries(config, reader(runs(1)), choice)).rejects.toMatchObject({ code: 'too-few-units', exit: 3 });
  });
});

describe('a plan by hand', () => {
  it('needs no store, and says what it was not told least', () => {
    const plan = planByHand(config, { jobs: 20, withinCv: 0.02, betweenCv: 0.02 }, choice);
    expect(plan).toMatchObject({ key: null, unit: 'unit', measured: null, today: null, best: null, repetitions: null });
    expect(plan.alpha).toBeCloseTo(1 / 30, 9);
    expect(describePlan([plan], choice)).toMatch(/^by hand: 2 % between units, 2 % within\n {2}judged .+\n {2}needed .+\n.+\n$/);
  });

  it('says what is within the margin, what is out of reach, and that nothing is seen between units', () => {
    const within = planByHand(config, { jobs: 20, withinCv: 0.02, betweenCv: 0 }, { ...choice, ratio: 1.05, cost: 5, precision: 0.01 });
    const text = describePlan([within], { ...choice, ratio: 1.05, precision: 0.01 });
    expect(text).toContain('a change by 5 % lies within the margin of 5 %: it is never called a regression');
    expect(text).toContain('no spread between units was seen');
    expect(text).toMatch(/repeat {3}\d+ jobs until/);
    const wild = planByHand(config, { jobs: 20, withinCv: 0.02, betweenCv: 0.9 }, { ...choice, units: 7 });
    expect(describePlan([wild], choice)).toMatch(/more than 60 units a side, about \d+ by the formula, of 20 jobs/);
  });
});
