import { describe, expect, it } from 'vitest';
import { judgeObjective, type Objective } from '../../src/analysis/objectives.ts';
import type { ObjectiveResult } from '../../src/analysis/types.ts';
import { looks } from './looks.ts';
import { gaussian } from './simulate.ts';

const normal = gaussian(9);
const TIMES = Array.from({ length: 100 }, () => 0.2 + 0.01 * normal());

function judge(objective: Partial<Objective>, input: { values?: readonly number[]; pattern?: string }): ObjectiveResult {
  const whole = { id: 'R1', stat: 'median', limit: 0.3, worse: 'up', ...objective } as const;
  return judgeObjective(whole, { values: input.values ?? [], looks: looks(input.pattern ?? '') });
}

describe('an objective on values', () => {
  it('is met or not met when the whole interval is on one side', () => {
    expect(judge({ limit: 0.21 }, { values: TIMES })).toMatchObject({ id: 'R1', state: 'met', n: 100, limit: 0.21, reason: null });
    expect(judge({ limit: 0.19 }, { values: TIMES })).toMatchObject({ state: 'not met', reason: null });
    expect(judge({ limit: 0.21 }, { values: TIMES }).value?.value).toBeCloseTo(0.2, 2);
  });

  it('is undecided, with the n that would decide, when the limit lies within', () => {
    const result = judge({ limit: 0.2005 }, { values: TIMES });
    expect(result.state).toBe('undecided');
    expect(result.reason).toMatch(/the limit lies within the interval; about \d+ such values would decide/);
  });

  it('turns round where less is worse', () => {
    expect(judge({ limit: 0.19, worse: 'down' }, { values: TIMES }).state).toBe('met');
    expect(judge({ limit: 0.21, worse: 'down' }, { values: TIMES }).state).toBe('not met');
  });

  it('takes spread as at most, whatever the metric', () => {
    for (const worse of ['up', 'down', 'either'] as const) {
      expect(judge({ stat: 'robust_cv', limit: 0.1, worse }, { values: TIMES }).state).toBe('met');
      expect(judge({ stat: 'robust_cv', limit: 0.02, worse }, { values: TIMES }).state).toBe('not met');
    }
  });

  it('knows p95 and p99 only where there are enough values', () => {
    expect(judge({ stat: 'p95', limit: 0.3 }, { values: TIMES })).toMatchObject({ state: 'met' });
    expect(judge({ stat: 'p99', limit: 0.3 }, { values: TIMES })).toMatchObject({
      state: 'undecided',
      value: null,
      n: 100,
      reason: 'n = 100 is too small, 299 would do',
    });
  });

  it("gives the mean Student's interval, wider where neighbours resemble each other", () => {
    const plain = judge({ stat: 'mean', limit: 0.21 }, { values: TIMES });
    expect(plain.state).toBe('met');
    const drifting = judge({ stat: 'mean', limit: 0.21 }, { values: TIMES.toSorted((a, b) => a - b) });
    expect(drifting.value?.value).toBeCloseTo(plain.value?.value ?? 0, 12);
    expect((drifting.value?.high ?? 0) - (drifting.value?.low ?? 0)).toBeGreaterThan(
      3 * ((plain.value?.high ?? 0) - (plain.value?.low ?? 0)),
    );
  });

  it.each(['median', 'mean', 'robust_cv'] as const)('does not decide %s from five values', (stat) => {
    expect(judge({ stat }, { values: TIMES.slice(0, 5) })).toMatchObject({ state: 'undecided', n: 5 });
    expect(judge({ stat }, { values: TIMES.slice(0, 5) }).reason).toBe('n = 5 is too small for an interval, 6 would do');
  });

  it('is undecided about what was not measured, and about a share of nothing', () => {
    expect(judge({}, {})).toMatchObject({ state: 'undecided', value: null, n: 0, reason: 'nothing was measured' });
    expect(judge({}, { values: [Number.NaN] }).reason).toBe('nothing was measured');
    const aroundZero = judge({ stat: 'robust_cv' }, { values: [-2, -1, -1, 0, 1, 1, 2] });
    expect(aroundZero).toMatchObject({ state: 'undecided', value: null, reason: 'the median is 0: no spread relative to it' });
  });

  it('treats the limit itself as good', () => {
    expect(judge({ limit: 2 }, { values: [2, 2, 2, 2, 2, 2] }).state).toBe('met');
    expect(judge({ limit: 2, worse: 'down' }, { values: [2, 2, 2, 2, 2, 2] }).state).toBe('met');
  });
});

describe('an objective on looks', () => {
  it('needs enough looks before "always up" shows 99.9 %', () => {
    const short = judge({ stat: 'availability', limit: 0.999 }, { pattern: '.'.repeat(100) });
    expect(short).toMatchObject({ state: 'undecided', n: 100 });
    // Wilson with no failure in n: n / (n + z²) reaches the limit at z² .999 / .001 = 3,838.
    const need = Number(/about (\d+)/.exec(short.reason ?? '')?.[1]);
    expect(need).toBeGreaterThanOrEqual(3838);
    expect(need).toBeLessThan(3850);
    expect(judge({ stat: 'availability', limit: 0.999 }, { pattern: '.'.repeat(3850) }).state).toBe('met');
  });

  it('is not met when failures are many', () => {
    expect(judge({ stat: 'availability', limit: 0.99 }, { pattern: '.........x'.repeat(20) })).toMatchObject({ state: 'not met', n: 200 });
    expect(judge({ stat: 'failure_share', limit: 0.01 }, { pattern: '.........x'.repeat(20) }).state).toBe('not met');
  });

  it('counts an outage against availability, not against the share of intermittent failures', () => {
    const pattern = `${'.'.repeat(300)}${'x'.repeat(100)}${'.'.repeat(300)}`;
    expect(judge({ stat: 'failure_share', limit: 0.02 }, { pattern })).toMatchObject({ state: 'met', n: 600 });
    const available = judge({ stat: 'availability', limit: 0.99 }, { pattern });
    expect(available.value?.value).toBeCloseTo(6 / 7, 6);
    // One outage is one event: the looks inside it are not a hundred witnesses.
    expect((available.value?.high ?? 0) - (available.value?.low ?? 0)).toBeGreaterThan(0.15);
  });

  it('leaves unknown looks out, and knows nothing from them alone', () => {
    expect(judge({ stat: 'availability', limit: 0.5 }, { pattern: `${'.'.repeat(30)}${'?'.repeat(300)}` })).toMatchObject({
      state: 'met',
      n: 30,
    });
    expect(judge({ stat: 'availability', limit: 0.5 }, { pattern: '????' })).toMatchObject({ state: 'undecided', value: null, n: 0 });
    expect(judge({ stat: 'failure_share', limit: 0.5 }, { pattern: 'xxxx' })).toMatchObject({ state: 'undecided', value: null, n: 0 });
  });
});
