import { blockMedians } from './block-medians.ts';
import { confirm } from './confirm.ts';
import { withoutSpikes } from './hampel.ts';
import type { JudgedChange } from './judge-change.ts';
import { placedInBlocks } from './place.ts';
import { searchStretch } from './search-stretch.ts';
import type { SearchSettings } from './settings.ts';

export interface Ticks {
  /** Differences up to this are rounding. */
  readonly rounding: number;
  /** Smallest difference between values: inside a segment that flickers between two of them nothing is looked for. */
  readonly quantum: number;
}

/**
 * Confirmed changes of `values` (none missing): searched as a whole, then once more inside each confirmed segment.
 * `cleaned`: `values` without spikes.
 */
export function findSplits(values: Float64Array, cleaned: Float64Array, settings: SearchSettings, tick: Ticks): readonly JudgedChange[] {
  const n = values.length;
  let splits = stretchSplits(values, cleaned, settings, tick.rounding);
  for (let round = 0; round < settings.recursions; round += 1) {
    const ends = [0, ...splits, n];
    splits = ends.slice(1).flatMap((to, k) => {
      const from = ends[k] as number;
      const own = to < n ? [to] : [];
      if (to - from < settings.searchAgain || to - from === n) return own;
      // All segments together may cost what one search may; blocks count by their squares.
      const share = (to - from) / n;
      const blocks = Math.max(settings.searchAgain, Math.floor(settings.blocks * Math.sqrt(share)));
      const less = { ...settings, blocks, mostCosts: Math.max(blocks * blocks, settings.mostCosts * share) };
      const inside = stretchSplits(values.subarray(from, to), cleaned.subarray(from, to), less, tick.quantum);
      return [...inside.map((split) => from + split), ...own];
    });
  }
  return confirm(values, cleaned, splits, settings);
}

/** Candidates that are confirmed within the stretch: value by value where that is affordable, else on block medians. */
function stretchSplits(values: Float64Array, cleaned: Float64Array, settings: SearchSettings, tick: number): readonly number[] {
  const splitsOf = (fine: Float64Array, clean: Float64Array, edge: number): readonly number[] | null => {
    const found = searchStretch(clean, settings, tick);
    return found && confirm(fine, clean, found, { ...settings, edge }).map(({ split }) => split);
  };
  const coarsest = Math.ceil(values.length / settings.blocks);
  // Many changes prune the search, so that a finer one than for none may be affordable.
  for (const size of new Set([1, Math.ceil(Math.sqrt(coarsest)), coarsest])) {
    const medians = size === 1 ? values : blockMedians(values, size);
    const splits = splitsOf(medians, size === 1 ? cleaned : withoutSpikes(medians), Math.ceil(settings.edge / size));
    if (splits !== null) return size === 1 ? splits : placedInBlocks(values, size, splits);
  }
  return [];
}
