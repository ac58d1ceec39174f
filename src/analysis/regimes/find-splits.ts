import { confirm, type Confirmed } from './confirm.ts';
import { searchStretch } from './search-stretch.ts';
import type { SearchSettings } from './settings.ts';

/** Most values of one exact search; its time grows with their square where nothing changes. */
const MOST_VALUES = 4000;

/** Confirmed changes of `values` (none missing): searched as a whole, then once more inside each confirmed segment. */
export function findSplits(values: Float64Array, settings: SearchSettings, tick: Ticks): readonly Confirmed[] {
  const n = values.length;
  let confirmed = confirm(values, searchStretch(values, settings, MOST_VALUES, tick.rounding), settings);
  for (let round = 0; round < settings.recursions; round += 1) {
    const ends = [0, ...confirmed.map(({ split }) => split), n];
    const deeper = ends.slice(1).flatMap((to, k) => {
      const from = ends[k] as number;
      if (to - from < settings.searchAgain) return [];
      // The squares of all segments' values together stay those of one search.
      const most = Math.max(settings.searchAgain, Math.floor(MOST_VALUES * Math.sqrt((to - from) / n)));
      return searchStretch(values.subarray(from, to), settings, most, tick.quantum).map((split) => from + split);
    });
    if (deeper.length === 0) break;
    const pooled = [...ends.slice(1, -1), ...deeper].toSorted((a, b) => a - b);
    confirmed = confirm(values, pooled, settings);
  }
  return confirmed;
}

export interface Ticks {
  /** Differences up to this are rounding. */
  readonly rounding: number;
  /** Smallest difference between values: inside a segment that flickers between two of them nothing is looked for. */
  readonly quantum: number;
}
