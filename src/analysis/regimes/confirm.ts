import { judgeChange, type JudgedChange } from './judge-change.ts';
import { bestPlace } from './place.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/** Changes are placed anew in stretches up to this long; in longer ones their neighbours hardly matter. */
const MOST_VALUES = 4000;

/**
 * Keeps the changes that pass, each judged between its neighbours. The most doubtful one falls, those beside it are placed anew where
 * their wider stretch puts them, and those whose stretch changed are judged again, until all that are left pass.
 * `cleaned`: `values` without spikes.
 */
export function confirm(
  values: Float64Array,
  cleaned: Float64Array,
  splits: readonly number[],
  settings: SearchSettings,
): readonly JudgedChange[] {
  const kept = [...new Set(splits)];
  const stretch = (k: number): readonly [number, number] => [kept[k - 1] ?? 0, kept[k + 1] ?? values.length];
  const judge = (k: number): JudgedChange => {
    const [[from, to], split] = [stretch(k), kept[k] as number];
    return { split, ...judgeChange(values.subarray(from, to), cleaned.subarray(from, to), split - from, settings) };
  };
  const judged = kept.map((_, k) => judge(k));
  for (;;) {
    const worst = judged.reduce((most, { doubt }, k) => (doubt > (judged[most]?.doubt ?? 0) ? k : most), -1);
    if (worst < 0) return judged;
    kept.splice(worst, 1);
    judged.splice(worst, 1);
    for (const k of [worst - 1, worst]) {
      if (kept[k] === undefined) continue;
      const [from, to] = stretch(k);
      if (to - from <= MOST_VALUES) kept[k] = from + placeBetween(cleaned.subarray(from, to), settings);
    }
    // A change that moved is the neighbour of the next ones.
    for (let k = Math.max(0, worst - 2); k <= Math.min(kept.length - 1, worst + 1); k += 1) judged[k] = judge(k);
  }
}

function placeBetween(cleaned: Float64Array, { slopePenalty, minSegment }: SearchSettings): number {
  const n = cleaned.length;
  const { cost } = segmentCost(cleaned, slopePenalty * Math.log(n));
  return bestPlace(minSegment, n - minSegment, (place) => cost(0, place) + cost(place, n));
}
