export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';
export type Contains = 'default' | 'time' | 'data';

/** What is kept of a metric's samples to answer thresholds and the summary. */
export interface Sink {
  readonly type: MetricType;
  readonly isEmpty: () => boolean;
  readonly add: (value: number) => void;
  /** A statistic by k6's name: count, rate, value, min, max, avg, med, p(N); `runMs` is the run's length so far. */
  readonly stat: (name: string, runMs: number) => number;
  /** The columns of handleSummary's `values`. */
  readonly summary: (trendStats: readonly string[], runMs: number) => { readonly [name: string]: number };
}

export function makeSink(type: MetricType): Sink {
  if (type === 'counter') return counterSink();
  if (type === 'gauge') return gaugeSink();
  if (type === 'rate') return rateSink();
  return trendSink();
}

function counterSink(): Sink {
  let [count, any] = [0, false];
  const rate = (runMs: number): number => (runMs <= 0 ? 0 : count / (runMs / 1000));
  return {
    type: 'counter',
    isEmpty: () => !any,
    add(value) {
      count += value;
      any = true;
    },
    stat: (name, runMs) => (name === 'rate' ? rate(runMs) : count),
    summary: (_, runMs) => ({ count, rate: rate(runMs) }),
  };
}

function gaugeSink(): Sink {
  let [value, min, max, any] = [0, 0, 0, false];
  return {
    type: 'gauge',
    isEmpty: () => !any,
    add(given) {
      value = given;
      min = any ? Math.min(min, given) : given;
      max = any ? Math.max(max, given) : given;
      any = true;
    },
    stat: (name) => (name === 'min' ? min : name === 'max' ? max : value),
    summary: () => ({ value, min, max }),
  };
}

function rateSink(): Sink {
  let [passes, total] = [0, 0];
  const rate = (): number => (total === 0 ? 0 : passes / total);
  return {
    type: 'rate',
    isEmpty: () => total === 0,
    add(value) {
      total += 1;
      if (value !== 0) passes += 1;
    },
    stat: rate,
    summary: () => ({ rate: rate(), passes, fails: total - passes }),
  };
}

/** Keeps every value: exact percentiles, and memory for as many samples as a probing rate gives. */
function trendSink(): Sink {
  const values: number[] = [];
  let [sorted, sum] = [true, 0];
  const inOrder = (): number[] => {
    if (!sorted) values.sort((a, b) => a - b);
    sorted = true;
    return values;
  };
  const stat = (name: string): number => {
    if (name === 'count') return values.length;
    if (name === 'avg') return values.length === 0 ? 0 : sum / values.length;
    if (name === 'min') return percentile(inOrder(), 0);
    if (name === 'max') return percentile(inOrder(), 1);
    if (name === 'med') return percentile(inOrder(), 0.5);
    const share = /^p\((\d+(?:\.\d+)?)\)$/.exec(name)?.[1];
    return percentile(inOrder(), Number(share) / 100);
  };
  return {
    type: 'trend',
    isEmpty: () => values.length === 0,
    add(value) {
      sorted &&= values.length === 0 || value >= (values.at(-1) as number);
      values.push(value);
      sum += value;
    },
    stat,
    summary: (trendStats) => Object.fromEntries(trendStats.map((name) => [name, stat(name)])),
  };
}

/** Of ascending values, `share` in 0–1: linear between the neighbours of share·(n−1); 0 when there is none (Hyndman and Fan's type 7). */
export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (high - low) * (at - Math.floor(at));
}
