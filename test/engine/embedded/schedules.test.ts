import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantStarts, rampingStarts } from '../../../src/engine/embedded/executors/arrivals.ts';
import { rampSteps } from '../../../src/engine/embedded/executors/ramping-vus.ts';

const stagesOf = (text: string): { durationMs: number; target: number }[] =>
  text.split(',').map((stage) => {
    const [target, seconds] = stage.split('/').map(Number) as [number, number];
    return { target, durationMs: seconds * 1000 };
  });

describe('rampSteps', () => {
  it('has the known steps', () => {
    const steps = rampSteps({ startVus: 4, stages: stagesOf('6/2,1/5,5/4,1/4,4/3,4/2,1/0,1/3') });
    const known = '0:4 1:5 2:6 3:5 4:4 5:3 6:2 7:1 8:2 9:3 10:4 11:5 12:4 13:3 14:2 15:1 16:2 17:3 18:4 20:1';
    expect(steps.map(({ at, vus }) => `${at / 1000}:${vus}`).join(' ')).toBe(known);
  });

  it('never moves by more than one within a stage and ends at the last target', () => {
    const stage = fc.record({ durationMs: fc.integer({ min: 1, max: 9_000 }), target: fc.nat(30) });
    fc.assert(
      fc.property(fc.nat(30), fc.array(stage, { minLength: 1, maxLength: 6 }), (startVus, stages) => {
        const steps = rampSteps({ startVus, stages });
        expect(steps.at(-1)?.vus).toBe(stages.at(-1)?.target);
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before === undefined) continue;
          expect(Math.abs(step.vus - before.vus)).toBe(1);
          expect(step.at).toBeGreaterThan(before.at);
        }
      }),
    );
  });
});

describe('arrivals', () => {
  it('start at n·timeUnit/rate, the first at 0 and none at the end', () => {
    expect([...constantStarts({ rate: 4, timeUnitMs: 1000, durationMs: 1000 })]).toEqual([0, 250, 500, 750]);
    expect([...constantStarts({ rate: 1, timeUnitMs: 700, durationMs: 2000 })]).toEqual([0, 700, 1400]);
  });

  it('have the known instants when ramping', () => {
    const starts = [...rampingStarts({ startRate: 0, timeUnitMs: 1000, stages: stagesOf('1/5,1/1,0/5') })];
    expect(starts.map(Math.trunc)).toEqual([3162, 4472, 5500, 6527, 7837, 11_000]);
    const thirds = [...rampingStarts({ startRate: 0, timeUnitMs: 1000 / 3, stages: stagesOf('1/5,1/1,0/5') })];
    expect(thirds.length).toBe(18);
    expect([Math.trunc(thirds[0] as number), Math.round(thirds.at(-1) as number)]).toEqual([1825, 11_000]);
  });

  it('are as many as the area under the curve, and rise', () => {
    const stage = fc.record({ durationMs: fc.integer({ min: 0, max: 5_000 }), target: fc.nat(40) });
    fc.assert(
      fc.property(fc.nat(40), fc.array(stage, { minLength: 1, maxLength: 5 }), (startRate, stages) => {
        const starts = [...rampingStarts({ startRate, timeUnitMs: 1000, stages })];
        let [rate, area, total] = [startRate, 0, 0];
        for (const { durationMs, target } of stages) {
          area += ((rate + target) / 2) * (durationMs / 1000);
          [rate, total] = [target, total + durationMs];
        }
        expect(Math.abs(starts.length - area)).toBeLessThan(1 + 1e-6);
        for (const [index, at] of starts.entries()) {
          expect(at).toBeLessThanOrEqual(total + 1e-6);
          expect(at).toBeGreaterThanOrEqual((starts[index - 1] ?? 0) - 1e-6);
        }
      }),
    );
  });
});
