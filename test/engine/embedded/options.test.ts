import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goDurationMs } from '../../../src/engine/embedded/go-duration.ts';
import { readOptions } from '../../../src/engine/embedded/options.ts';
import { vusToPlan } from '../../../src/engine/embedded/vu-plan.ts';
import type { Workload } from '../../../src/engine/embedded/workload.ts';

const workloads = (
  options: { readonly [name: string]: unknown },
  functions: readonly string[] = ['default', 'other'],
): readonly Workload[] => readOptions(options, functions).workloads;
const one = (options: { readonly [name: string]: unknown }): Workload => workloads(options)[0] as Workload;

describe('durations', () => {
  it.each<[unknown, number | null]>([
    [250, 250],
    ['250', 250],
    ['1h2m3.5s', 3_723_500],
    ['1d', 86_400_000],
    ['1.5ms', 1.5],
    ['0', 0],
    ['', null],
    ['5', 5],
    ['5 s', null],
    ['s', null],
    ['1x', null],
    ['1s2', null],
    [null, null],
    [Number.NaN, null],
    [{}, null],
  ])('%j is %j', (text, ms) => {
    expect(goDurationMs(text)).toBe(ms);
  });

  it('add up', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
        expect(goDurationMs(`${hours}h${minutes}m${seconds}s`)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1000);
      }),
    );
  });
});

describe('shortcuts', () => {
  it.each([
    [{}, { executor: 'per-vu-iterations', vus: 1, iterations: 1, maxDurationMs: 600_000 }],
    [{ vus: 3 }, { executor: 'shared-iterations', vus: 3, iterations: 3 }],
    [{ iterations: 5 }, { executor: 'shared-iterations', vus: 1, iterations: 5 }],
    [
      { vus: 2, iterations: 5, duration: '1m' },
      { executor: 'shared-iterations', vus: 2, iterations: 5, maxDurationMs: 60_000 },
    ],
    [
      { vus: 2, duration: '10s' },
      { executor: 'constant-vus', vus: 2, durationMs: 10_000 },
    ],
    [
      { vus: 2, stages: [{ duration: '1s', target: 5 }] },
      { executor: 'ramping-vus', startVus: 2, stages: [{ durationMs: 1000, target: 5 }] },
    ],
  ])('%j', (options, workload) => {
    expect(one(options)).toMatchObject({ name: 'default', exec: 'default', gracefulStopMs: 30_000, startTimeMs: 0, ...workload });
  });
});

describe('what k6 refuses with 104 is refused', () => {
  const scenario = (fields: object): object => ({ scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', ...fields } } });
  it.each<[object, RegExp]>([
    [{ duration: '1s', stages: [] }, /duration and stages exclude/],
    [{ iterations: 1, stages: [{ duration: 1, target: 1 }] }, /iterations and stages exclude/],
    [{ iterations: 1, scenarios: { a: {} } }, /exclude/],
    [{ scenarios: {} }, /at least one/],
    [{ vus: 3, iterations: 2 }, /iterations \(2\) must be at least vus \(3\)/],
    [{ vus: 0, duration: '1s' }, /vus must be a whole number of at least 1/],
    [{ duration: '0.5s' }, /at least 1s/],
    [{ duration: 'soon' }, /must be a duration/],
    [{ vus: 1.5 }, /whole number/],
    [{ thresholds: { checks: 'rate>0.9' } }, /must be a list/],
    [{ thresholds: { checks: [3] } }, /takes texts and/],
    [{ setupTimeout: 'x' }, /setupTimeout must be a duration/],
    [{ throw: 'yes' }, /throw must be true or false/],
    [{ summaryTrendStats: ['mean'] }, /"mean" is none of/],
    [{ rps: 5 }, /options\.rps needs k6/],
    [{ hosts: { a: '127.0.0.1' } }, /options\.hosts needs k6/],
    [scenario({ executor: 'externally-controlled' }), /was removed from k6/],
    [scenario({ executor: 'fast' }), /not known/],
    [scenario({ iterations: 3 }), /has no field "iterations"/],
    [scenario({ exec: 'missing' }), /exports no function "missing"/],
    [{ scenarios: { s: { executor: 'constant-vus', vus: 1 } } }, /duration is missing/],
    [{ scenarios: { 'a b': {} } }, /no name/],
    [{ scenarios: { s: { executor: 'ramping-vus', stages: [] } } }, /at least one stage/],
    [
      { scenarios: { s: { executor: 'constant-arrival-rate', rate: 1, duration: '1s', preAllocatedVUs: 3, maxVUs: 2 } } },
      /maxVUs \(2\) must be at least/,
    ],
    [{ scenarios: { s: { executor: 'constant-arrival-rate', duration: '1s', preAllocatedVUs: 3 } } }, /rate is missing/],
    [{ scenarios: { s: { executor: 'constant-arrival-rate', rate: 1, duration: '1s' } } }, /preAllocatedVUs is missing/],
  ])('%j', (options, message) => {
    expect(() => workloads(options as { [name: string]: unknown })).toThrow(message);
    expect(() => workloads(options as { [name: string]: unknown })).toThrow(expect.objectContaining({ exit: 104 }) as Error);
  });
});

describe('readOptions', () => {
  it('names options that do not exist, without refusing them', () => {
    expect(readOptions({ vus: 1, thresolds: {}, cloud: {} }, ['default']).unknown).toEqual(['thresolds']);
  });

  it('has the defaults of k6', () => {
    expect(readOptions({}, ['default'])).toMatchObject({
      maxRedirects: 10,
      batch: 20,
      batchPerHost: 6,
      setupTimeoutMs: 60_000,
      throw: false,
    });
  });
});

describe('vusToPlan', () => {
  const iterations = (name: string, vus: number, startTime: string): object => ({
    [name]: { executor: 'per-vu-iterations', vus, maxDuration: '10s', gracefulStop: '0s', startTime },
  });

  it('adds only what overlaps in time', () => {
    expect(vusToPlan(workloads({ scenarios: { ...iterations('a', 3, '0s'), ...iterations('b', 4, '5s') } }))).toBe(7);
    expect(vusToPlan(workloads({ scenarios: { ...iterations('a', 3, '0s'), ...iterations('b', 4, '10s') } }))).toBe(4);
  });

  it('refuses what is for k6 itself', () => {
    expect(() => vusToPlan(workloads({ vus: 201 }))).toThrow(/201 VUs need k6/);
  });
});
