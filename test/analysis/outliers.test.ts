import { describe, expect, it } from 'vitest';
import { phaseOutliers, type PhaseValue } from '../../src/analysis/outliers.ts';
import { chanceBounds, gaussian } from './simulate.ts';

const PHASES = ['clone', 'create', 'start', 'reachable', 'context', 'release'];

/** One value a phase and instance around `seconds`, with spread `sd` of logs. */
function run(normal: () => number, { instances, seconds, sd }: { instances: number; seconds: number; sd: number }): PhaseValue[] {
  return PHASES.flatMap((phase, row) =>
    Array.from({ length: instances }, (_, index) => ({
      instance: index + 1,
      phase,
      obs: row * instances + index,
      value: seconds * Math.exp(sd * normal()),
    })),
  );
}

function slowed(values: readonly PhaseValue[], factor: number): PhaseValue[] {
  return values.map((value) => (value.phase === 'clone' && value.instance === 2 ? { ...value, value: value.value * factor } : value));
}

describe('phaseOutliers', () => {
  it('names the one drive clone among three that took ten times as long', () => {
    const values = slowed(run(gaussian(1), { instances: 3, seconds: 0.4, sd: 0.15 }), 10);
    const found = phaseOutliers(values);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ instance: 2, phase: 'clone', obs: 1 });
    expect(found[0]?.ratio).toBeGreaterThan(6);
    expect(found[0]?.value).toBe(values[1]?.value);
  });

  it('names nothing in a healthy run, nor in one of equal times', () => {
    expect(phaseOutliers(run(gaussian(2), { instances: 3, seconds: 0.4, sd: 0.15 }))).toEqual([]);
    expect(phaseOutliers(run(() => 0, { instances: 3, seconds: 0.4, sd: 0 }))).toEqual([]);
  });

  it('finds an outlier among equal times, where there is no spread to compare with', () => {
    for (const instances of [3, 12]) {
      expect(
        phaseOutliers(
          slowed(
            run(() => 0, { instances, seconds: 1, sd: 0 }),
            10,
          ),
        ),
      ).toHaveLength(1);
    }
  });

  it('lets milliseconds be', () => {
    expect(phaseOutliers(slowed(run(gaussian(3), { instances: 3, seconds: 0.004, sd: 0.1 }), 10))).toEqual([]);
  });

  it('names both of two slow ones among seven', () => {
    const values = run(gaussian(4), { instances: 7, seconds: 1, sd: 0.1 });
    const twice = values.map((value) => (value.phase === 'start' && value.instance <= 2 ? { ...value, value: value.value * 10 } : value));
    expect(phaseOutliers(twice).map(({ instance, phase }) => [instance, phase])).toEqual([
      [1, 'start'],
      [2, 'start'],
    ]);
  });

  it('says nothing of instances without two peers', () => {
    expect(phaseOutliers([])).toEqual([]);
    const pair = slowed(
      run(() => 0, { instances: 2, seconds: 1, sd: 0 }),
      100,
    );
    expect(phaseOutliers(pair)).toEqual([]);
    // Its own earlier values are no peers of an instance.
    const own = [1, 1, 1, 50].map((value, obs) => ({ instance: 1, phase: 'clone', obs, value }));
    expect(phaseOutliers(own)).toEqual([]);
  });

  it('does not compare clones of different size, and carries the name', () => {
    const values = run(() => 0, { instances: 3, seconds: 1, sd: 0 }).map((value) => ({
      ...value,
      group: 'clone 64 MiB',
      name: `instance ${value.instance}`,
    }));
    const large = slowed(values, 10).map((value) => (value.value > 5 ? { ...value, group: 'clone 640 MiB' } : value));
    expect(phaseOutliers(large)).toEqual([]);
    expect(phaseOutliers(slowed(values, 10))[0]?.name).toBe('instance 2');
  });

  it('leaves out what is not a time', () => {
    const values = run(() => 0, { instances: 3, seconds: 1, sd: 0 });
    expect(phaseOutliers([...values, { instance: 9, phase: 'clone', obs: 99, value: Number.NaN }])).toEqual([]);
  });

  it.each([
    { instances: 3, sd: 0.3, alarms: 0.005, hits: 0.98 },
    { instances: 7, sd: 0.3, alarms: 0.005, hits: 0.98 },
    { instances: 21, sd: 0.3, alarms: 0.005, hits: 0.98 },
    { instances: 3, sd: 0.4, alarms: 0.05, hits: 0.93 },
  ])(
    'with $instances instances and a spread of $sd: false alarms in under $alarms of runs, tenfold clones found',
    ({ instances, sd, alarms, hits }) => {
      const normal = gaussian(instances);
      const runs = 600;
      const healthy = Array.from({ length: runs }, () => run(normal, { instances, seconds: 1, sd }));
      const alarmed = healthy.filter((values) => phaseOutliers(values).length > 0).length / runs;
      const named = healthy.filter((values) => phaseOutliers(slowed(values, 10)).some(({ obs }) => obs === 1)).length / runs;
      expect(alarmed).toBeLessThan(chanceBounds(alarms, runs).high);
      expect(named).toBeGreaterThan(chanceBounds(hits, runs).low);
    },
  );
});
