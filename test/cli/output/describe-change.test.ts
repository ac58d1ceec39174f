import { describe, expect, it } from 'vitest';
import { describeChange } from '../../../src/cli/output/describe-change.ts';

type Told = Parameters<typeof describeChange>[0];

const told: Told = {
  judgement: 12,
  alarmAt: 1_767_229_200_000_000,
  name: { series: 3, metric: 'probe_duration_seconds', tags: { phase: 'total', probe: 'api' }, target: 'cloud' },
  moved: {
    since: 1_767_225_600_000_000,
    interval: { low: 1_767_225_300_000_000, high: 1_767_225_900_000_000 },
    direction: 'up',
    change: {
      effect: 'ratio',
      size: { value: 1.42, low: 1.3, high: 1.55, level: 0.95 },
      p: 1e-9,
      departure: null,
      kind: 'step',
      strength: 1,
      before: 60,
      after: 20,
    },
    before: { from: 0, to: 60, n: 60, median: 0.02, robustCv: 0.1, slope: null },
    after: { from: 60, to: 80, n: 20, median: 0.0284, robustCv: 0.1, slope: null },
  },
};
const line = (change: Partial<Told['moved']>, metric = told.name.metric): string =>
  describeChange({ ...told, name: { ...told.name, metric }, moved: { ...told.moved, ...change } });

describe('a change in a line', () => {
  it('says what moved, by how much, since when, and where it is kept', () => {
    expect(line({})).toBe(
      'change, worse: cloud probe_duration_seconds phase=total probe=api, × 1.420 (× 1.300 … × 1.550) since 2026-01-01T00:00:00.000Z (judgement-12)\n',
    );
  });

  it('says better where it is, by the metric, and nothing where that is not known', () => {
    expect(line({ direction: 'down' })).toMatch(/^change, better: /);
    expect(line({ direction: 'down' }, 'cpu_events_per_second')).toMatch(/^change, worse: /);
    expect(line({}, 'something_imported')).toMatch(/^change: /);
  });

  it('tells a difference where there is no ratio, and no interval where there is none', () => {
    const size = { value: -2.5, low: null, high: null, level: 0.95 };
    expect(line({ change: { ...told.moved.change, effect: 'absolute', size } })).toContain('=api, -2.500 since');
  });
});
