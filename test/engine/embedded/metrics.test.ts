import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSink, percentile } from '../../../src/engine/embedded/metrics/sink.ts';
import { metricRegistry } from '../../../src/engine/embedded/metrics/metric-registry.ts';
import { fitsType, holds, parseThreshold, parseThresholdKey } from '../../../src/engine/embedded/metrics/threshold-expression.ts';

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('a trend', () => {
  const trend = (given: readonly number[]): ReturnType<typeof makeSink> => {
    const sink = makeSink('trend');
    for (const value of given) sink.add(value);
    return sink;
  };

  it('has the known percentiles', () => {
    const sink = trend([0, 100, 30, 80, 70, 60, 50, 40, 90, 20]);
    expect(sink.summary(['min', 'max', 'avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'count'], 0)).toEqual({
      min: 0,
      max: 100,
      avg: 54,
      med: 55,
      'p(90)': 91,
      'p(95)': expect.closeTo(95.5, 9),
      'p(99)': expect.closeTo(99.1, 9),
      count: 10,
    });
    expect(trend([5, 10]).stat('med', 0)).toBe(7.5);
    expect(trend([10, 15, 20]).summary(['p(90)', 'p(95)', 'p(99)'], 0)).toEqual({
      'p(90)': 19,
      'p(95)': 19.5,
      'p(99)': expect.closeTo(19.9, 9),
    });
    expect(trend([7]).stat('p(99)', 0)).toBe(7);
    expect(trend([]).stat('p(99)', 0)).toBe(0);
  });

  it('takes values in any order, also after it was asked', () => {
    const sink = trend([3, 1]);
    expect(sink.stat('max', 0)).toBe(3);
    sink.add(2);
    expect(sink.stat('med', 0)).toBe(2);
    expect(sink.stat('min', 0)).toBe(1);
  });

  it('keeps every percentile between the smallest and the largest value, growing with the share', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (given, a, b) => {
        const sorted = given.toSorted((x, y) => x - y);
        const [low, high] = [percentile(sorted, Math.min(a, b)), percentile(sorted, Math.max(a, b))];
        const slack = 1e-6 * Math.max(1, ...sorted.map(Math.abs));
        expect(low).toBeGreaterThanOrEqual((sorted[0] as number) - slack);
        expect(high).toBeLessThanOrEqual((sorted.at(-1) as number) + slack);
        expect(low).toBeLessThanOrEqual(high + slack);
      }),
    );
  });
});

describe('the other sinks', () => {
  it('count, rate by run time', () => {
    const sink = makeSink('counter');
    for (const value of [1, 2, 3.5]) sink.add(value);
    expect(sink.summary([], 2000)).toEqual({ count: 6.5, rate: 3.25 });
    expect(sink.stat('rate', 0)).toBe(0);
  });

  it('keep last, least and largest of a gauge, negative ones too', () => {
    const sink = makeSink('gauge');
    for (const value of [-3, -9, -5]) sink.add(value);
    expect(sink.summary([], 0)).toEqual({ value: -5, min: -9, max: -3 });
  });

  it('take everything but 0 as true in a rate', () => {
    const sink = makeSink('rate');
    for (let n = 0; n < 60; n += 1) sink.add(n < 45 ? 2 : 0);
    expect(sink.summary([], 0)).toEqual({ rate: 0.75, passes: 45, fails: 15 });
  });
});

describe('threshold expressions', () => {
  it.each([
    ['p(95)<200', 'p(95)', '<', 200],
    [' avg >= 0.5 ', 'avg', '>=', 0.5],
    ['rate===1', 'rate', '===', 1],
    ['p( 99.9 ) != 1e3', 'p(99.9)', '!=', 1000],
    ['count==0', 'count', '==', 0],
    ['value>-3', 'value', '>', -3],
  ])('reads %s', (source, method, operator, limit) => {
    expect(parseThreshold(source)).toEqual({ source, method, operator, limit });
  });

  it.each(['', 'avg', 'avg<', '<200', 'p95<200', 'p(101)<1', 'p(-1)<1', 'avg=<3', 'avg<1ms', 'avg<1 && max<2', 'mean<3', 'count>one'])(
    'refuses %j',
    (source) => {
      expect(() => parseThreshold(source)).toThrow(/malformed threshold/);
    },
  );

  it('holds as the operator says', () => {
    const at = (source: string, value: number): boolean => holds(parseThreshold(source), value);
    expect([at('avg<2', 2), at('avg<=2', 2), at('avg>2', 2), at('avg>=2', 2), at('avg==2', 2), at('avg===2', 3), at('avg!=2', 3)]).toEqual([
      false, true, false, true, true, false, true,
    ]); // prettier-ignore
  });

  it('gives each type its own methods', () => {
    const fits = (source: string): string[] =>
      (['counter', 'gauge', 'rate', 'trend'] as const).filter((type) => fitsType(parseThreshold(source), type));
    expect(fits('count>1')).toEqual(['counter']);
    expect(fits('rate>1')).toEqual(['counter', 'rate']);
    expect(fits('value>1')).toEqual(['gauge']);
    expect(fits('p(5)>1')).toEqual(['trend']);
    expect(fits('max>1')).toEqual(['trend']);
  });

  it('reads keys with tags, splitting at the first colon and without quotes and spaces', () => {
    expect(parseThresholdKey('http_reqs')).toEqual({ metric: 'http_reqs', tags: {} });
    expect(parseThresholdKey('m{ url:http://a:80/ , "b" : \'c d\' }')).toEqual({ metric: 'm', tags: { url: 'http://a:80/', b: 'c d' } });
    expect(parseThresholdKey('m{}')).toEqual({ metric: 'm', tags: {} });
    expect(() => parseThresholdKey('m{tag}')).toThrow(/tag:value/);
  });
});

describe('the registry', () => {
  const option = (threshold: string): { threshold: string; abortOnFail: boolean; delayAbortEvalMs: number } => ({
    threshold,
    abortOnFail: true,
    delayAbortEvalMs: 5_000,
  });

  it('refuses thresholds on unknown metrics and with methods that the type lacks, naming the key', () => {
    const registry = metricRegistry();
    expect(() => registry.addThresholds({ nope: [option('avg<1')] })).toThrow(
      /threshold defined on nope; reason: there is no metric "nope"/,
    );
    expect(() => registry.addThresholds({ 'http_reqs{a:b}': [option('avg<1')] })).toThrow(/http_reqs\{a:b\}; reason: a counter has no avg/);
    expect(() => registry.addThresholds({ checks: [option('rate>')] })).toThrow(/threshold defined on checks; reason: malformed/);
  });

  it('refuses a metric of the same name and another type, and odd names', () => {
    const registry = metricRegistry();
    expect(registry.define('mine', 'trend', 'time')).toBeNull();
    expect(registry.define('mine', 'trend', 'time')).toBeNull();
    expect(registry.define('mine', 'rate', 'default')).toMatch(/already exists as trend/);
    expect(registry.define('checks', 'counter', 'default')).toMatch(/already exists as rate/);
    for (const name of ['', 'a', '1abc', 'a-b', 'a b', 'ä_b', 'x'.repeat(130)])
      expect(registry.define(name, 'rate', 'default')).toMatch(/invalid metric name/);
  });

  it('lets only samples with the tags into a submetric', () => {
    const registry = metricRegistry();
    registry.addThresholds({ 'http_reqs{target:api}': [option('count>1')], http_reqs: [option('count>2')] });
    const metric = registry.get('http_reqs');
    if (metric === undefined) throw new Error('no http_reqs');
    for (const target of ['api', 'other', 'api']) registry.add(metric, 1, { target, status: '200' });
    expect(registry.evaluate(1000, true).crossed).toEqual([]);
    registry.addThresholds({ 'http_reqs{target:other}': [option('count>1')] });
    registry.add(metric, 1, { target: 'other' });
    expect(registry.evaluate(1000, true).crossed).toEqual(['http_reqs{target:other}: count>1']);
  });

  it('skips what has no samples while running, and counts an empty trend as 0 and an empty rate as passed at the end', () => {
    const registry = metricRegistry();
    registry.addThresholds({ group_duration: [option('avg>1')], checks: [option('rate>0.9')] });
    expect(registry.evaluate(9000, false)).toEqual({ crossed: [], aborts: false });
    expect(registry.evaluate(9000, true)).toEqual({ crossed: ['group_duration: avg>1'], aborts: true });
  });

  it('aborts only after the delay', () => {
    const registry = metricRegistry();
    registry.addThresholds({ checks: [option('rate>0.9')] });
    const metric = registry.get('checks');
    if (metric === undefined) throw new Error('no checks');
    registry.add(metric, 0, {});
    expect(registry.evaluate(4_999, false)).toEqual({ crossed: ['checks: rate>0.9'], aborts: false });
    expect(registry.evaluate(5_000, false).aborts).toBe(true);
  });
});
