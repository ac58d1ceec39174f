import { quickselect } from 'simple-statistics';
import type { Random } from '../core/random.ts';
import { ascending, quantile } from './quantile.ts';
import type { Unit } from './types.ts';
import type { Interval } from './verdict.ts';

/**
 * Resamples units, and the jobs in each unit drawn, on both sides apart (Davison & Hinkley, Bootstrap Methods, §3.8), and takes
 * the Hodges–Lehmann ratio of unit medians each time. Gives its percentile interval at any alpha. Values must be positive, and
 * no unit empty.
 */
export function bootstrapRatio(
  before: readonly Unit[],
  after: readonly Unit[],
  { resamples, random }: { readonly resamples: number; readonly random: Random },
): (alpha: number) => Interval {
  const [from, to] = [before, after].map((side) => side.map(({ values }) => drawable(values)));
  if (from === undefined || to === undefined) return () => ({ low: Number.NaN, high: Number.NaN });
  const differences: number[] = [];
  const shifts = ascending(
    Array.from({ length: resamples }, () => {
      const [early, late] = [drawnMedians(from, random), drawnMedians(to, random)];
      for (const [row, last] of late.entries()) {
        for (const [column, first] of early.entries()) differences[row * early.length + column] = last - first;
      }
      return middle(differences);
    }),
  );
  return (alpha) => ({ low: Math.exp(quantile(shifts, alpha / 2)), high: Math.exp(quantile(shifts, 1 - alpha / 2)) });
}

interface Drawable {
  /** Logs, ascending. */
  readonly sorted: readonly number[];
  /** How often each was drawn; used again and again. */
  readonly times: Uint32Array;
}

function drawable(values: readonly number[]): Drawable {
  return { sorted: ascending(values.map((value) => Math.log(value))), times: new Uint32Array(values.length) };
}

function drawnMedians(units: readonly Drawable[], random: Random): readonly number[] {
  return units.map(() => drawnMedian(units[Math.floor(random() * units.length)] as Drawable, random));
}

/** Median of as many values as there are, drawn with replacement: counted, so that nothing need be sorted. */
function drawnMedian({ sorted, times }: Drawable, random: Random): number {
  const n = sorted.length;
  times.fill(0);
  for (let draw = 0; draw < n; draw += 1) {
    const place = Math.floor(random() * n);
    times[place] = (times[place] as number) + 1;
  }
  let [place, passed] = [0, times[0] as number];
  const rank = (wanted: number): number => {
    while (passed <= wanted) passed += times[(place += 1)] as number;
    return sorted[place] as number;
  };
  const low = rank(Math.floor((n - 1) / 2));
  return (low + rank(Math.floor(n / 2))) / 2;
}

/** Median in linear time; reorders the values. */
function middle(values: number[]): number {
  const upper = Math.floor(values.length / 2);
  quickselect(values, upper);
  const above = values[upper] as number;
  return values.length % 2 === 1 ? above : (above + Math.max(...values.slice(0, upper))) / 2;
}
