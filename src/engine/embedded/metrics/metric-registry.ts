import { invalidConfig } from '../execution-problem.ts';
import { BUILT_IN_METRICS } from './built-in-metrics.ts';
import { makeSink, type Contains, type MetricType, type Sink } from './sink.ts';
import { fitsType, holds, parseThreshold, parseThresholdKey, type ThresholdExpression } from './threshold-expression.ts';
import type { ThresholdOption } from '../options.ts';

export interface Threshold {
  readonly expression: ThresholdExpression;
  readonly abortOnFail: boolean;
  readonly delayAbortEvalMs: number;
  ok: boolean;
}

export interface Submetric {
  /** `name{tag:value}` as the script wrote it. */
  readonly key: string;
  readonly tags: { readonly [name: string]: string };
  readonly sink: Sink;
  readonly thresholds: Threshold[];
}

export interface RegisteredMetric {
  readonly name: string;
  readonly type: MetricType;
  readonly contains: Contains;
  readonly sink: Sink;
  readonly thresholds: Threshold[];
  readonly submetrics: Submetric[];
}

export interface MetricRegistry {
  /** Registers a script's metric; the same name with another type gives why not. */
  define(name: string, type: MetricType, contains: Contains): string | null;
  /** Adds the submetric that every summary has while the tag is on. */
  splitExpectedResponses(): void;
  get(name: string): RegisteredMetric | undefined;
  all(): readonly RegisteredMetric[];
  /** Throws ExecutionProblem (104) for an unknown metric, a malformed expression or a method that the type lacks. */
  addThresholds(thresholds: { readonly [key: string]: readonly ThresholdOption[] }): void;
  add(metric: RegisteredMetric, value: number, tags: { readonly [name: string]: string }): void;
  /** Judges all thresholds; at the end those without samples too. Gives `metric: expression` of the crossed ones, and whether one aborts. */
  evaluate(runMs: number, atEnd: boolean): { readonly crossed: readonly string[]; readonly aborts: boolean };
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/;

export function metricRegistry(): MetricRegistry {
  const metrics = new Map<string, RegisteredMetric>();
  const register = (name: string, type: MetricType, contains: Contains): void => {
    metrics.set(name, { name, type, contains, sink: makeSink(type), thresholds: [], submetrics: [] });
  };
  for (const [name, [type, contains]] of Object.entries(BUILT_IN_METRICS)) register(name, type, contains);

  return {
    define(name, type, contains) {
      if (!NAME.test(name)) return `invalid metric name "${name}": letters, digits and _, not beginning with a digit, 2 to 129 characters`;
      const known = metrics.get(name);
      if (known === undefined) register(name, type, contains);
      else if (known.type !== type || known.contains !== contains)
        return `metric "${name}" already exists as ${known.type} of ${known.contains} values`;
      return null;
    },
    splitExpectedResponses() {
      const metric = metrics.get('http_req_duration');
      if (metric !== undefined) submetricOf(metric, 'http_req_duration{expected_response:true}', { expected_response: 'true' });
    },
    get: (name) => metrics.get(name),
    all: () => [...metrics.values()],
    addThresholds(thresholds) {
      for (const [key, options] of Object.entries(thresholds)) {
        const { metric: name, tags } = read(() => parseThresholdKey(key), key);
        const metric = metrics.get(name);
        if (metric === undefined) {
          throw invalidConfig(
            `threshold defined on ${key}; reason: there is no metric "${name}"`,
            'Check its name, or make the metric in the init code of the script',
          );
        }
        const owner = key.includes('{') ? submetricOf(metric, key, tags) : metric;
        for (const option of options) {
          const expression = read(() => parseThreshold(option.threshold), key);
          if (!fitsType(expression, metric.type)) {
            throw invalidConfig(
              `threshold defined on ${key}; reason: a ${metric.type} has no ${expression.method}, as in "${expression.source}"`,
            );
          }
          owner.thresholds.push({ expression, abortOnFail: option.abortOnFail, delayAbortEvalMs: option.delayAbortEvalMs, ok: true });
        }
      }
    },
    add(metric, value, tags) {
      metric.sink.add(value);
      for (const submetric of metric.submetrics) if (matches(submetric.tags, tags)) submetric.sink.add(value);
    },
    evaluate(runMs, atEnd) {
      const crossed: string[] = [];
      let aborts = false;
      const judge = (key: string, sink: Sink, thresholds: readonly Threshold[]): void => {
        if (!atEnd && sink.isEmpty()) return;
        for (const threshold of thresholds) {
          // An empty rate passes; an empty trend counts as 0.
          threshold.ok =
            (sink.type === 'rate' && sink.isEmpty()) || holds(threshold.expression, sink.stat(threshold.expression.method, runMs));
          if (threshold.ok) continue;
          crossed.push(`${key}: ${threshold.expression.source}`);
          aborts ||= threshold.abortOnFail && runMs >= threshold.delayAbortEvalMs;
        }
      };
      for (const metric of metrics.values()) {
        judge(metric.name, metric.sink, metric.thresholds);
        for (const submetric of metric.submetrics) judge(submetric.key, submetric.sink, submetric.thresholds);
      }
      return { crossed, aborts };
    },
  };
}

function submetricOf(metric: RegisteredMetric, key: string, tags: { readonly [name: string]: string }): Submetric {
  const known = metric.submetrics.find((submetric) => submetric.key === key);
  if (known !== undefined) return known;
  const made: Submetric = { key, tags, sink: makeSink(metric.type), thresholds: [] };
  metric.submetrics.push(made);
  return made;
}

function matches(wanted: { readonly [name: string]: string }, tags: { readonly [name: string]: string }): boolean {
  for (const name in wanted) if (tags[name] !== wanted[name]) return false;
  return true;
}

function read<Value>(parse: () => Value, key: string): Value {
  try {
    return parse();
  } catch (error) {
    throw invalidConfig(
      `threshold defined on ${key}; reason: ${(error as Error).message}`,
      'Write it as `method operator number`, as in p(95)<200',
    );
  }
}
