import { hodgesLehmann } from './hodges-lehmann.ts';
import { rankTest } from './rank-test.ts';
import type { SearchSettings } from './settings.ts';
import { spreadOf } from './spread.ts';
import type { Estimate } from '../types.ts';

/** A change between its neighbours, on the scale of the search (logs for ratios). */
export interface Confirmed {
  /** First value of the new regime. */
  readonly split: number;
  readonly p: number;
  readonly size: Estimate;
  readonly inflation: number;
}

interface Judged extends Confirmed {
  /** What makes it fall first: above 1 it may not stay. */
  readonly doubt: number;
}

/**
 * Keeps the changes that pass, each judged between its neighbours: far enough from them, p ≤ alpha, size at least the floor.
 * The most doubtful one falls, its neighbours are judged anew, until all that are left pass.
 */
export function confirm(values: Float64Array, splits: readonly number[], settings: SearchSettings): readonly Confirmed[] {
  const kept = [...new Set(splits)];
  const known = new Map<string, Judged>();
  const judge = (k: number): Judged => {
    const [from, to] = [kept[k - 1] ?? 0, kept[k + 1] ?? values.length];
    const key = `${from} ${kept[k]} ${to}`;
    const judged = known.get(key) ?? judgeOne(values, [from, kept[k] as number, to], settings);
    known.set(key, judged);
    return judged;
  };
  for (;;) {
    const judged = kept.map((_, k) => judge(k));
    let worst = -1;
    judged.forEach(({ doubt }, k) => {
      if (doubt > 1 && (worst < 0 || doubt > (judged[worst] as Judged).doubt)) worst = k;
    });
    if (worst < 0) return judged;
    kept.splice(worst, 1);
  }
}

function judgeOne(values: Float64Array, [from, split, to]: readonly [number, number, number], settings: SearchSettings): Judged {
  const [before, after] = [values.subarray(from, split), values.subarray(split, to)];
  const none = { value: 0, low: null, high: null, level: 0.95 };
  if (Math.min(before.length, after.length) < settings.edge) {
    return { split, p: 1, size: none, inflation: 1, doubt: Number.POSITIVE_INFINITY };
  }
  const { p, inflation } = rankTest(values.subarray(from, to), split - from, settings.seed);
  // p first: sizes are only compared among those that are there at all.
  if (p > settings.alpha) return { split, p, size: none, inflation, doubt: 2 + p / settings.alpha };
  const size = hodgesLehmann(before, after, 0.95, inflation);
  const floor = Math.max(settings.floor, settings.spreadFloor * Math.min(spreadOf(before), spreadOf(after)));
  return { split, p, size, inflation, doubt: Math.abs(size.value) < floor ? 2 - Math.abs(size.value) / floor : 0 };
}
