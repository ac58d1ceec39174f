import type { ChangePointOptions, Regimes } from './regime-types.ts';
import { describeChanges } from './regimes/describe-changes.ts';
import { findSplits } from './regimes/find-splits.ts';
import { prepareValues } from './regimes/prepare-values.ts';
import { SEARCH, type SearchSettings } from './regimes/settings.ts';
import type { TimedSeries } from './timed-series.ts';

/**
 * Where the level of a series moved, and the regimes between: exact search for constants and lines by BIC on a copy without spikes,
 * each change then confirmed on ranks that pay for the search and for autocorrelation (docs/judging.md, Change points).
 * NaN and infinite values are missing; indices count their rows. `search`: only for measuring what other settings would do.
 */
export function changePoints(series: TimedSeries, options: ChangePointOptions = {}, search: SearchSettings = SEARCH): Regimes {
  const prepared = prepareValues(series, options.effect ?? 'auto');
  const floor = options.floor ?? search.floor;
  const settings: SearchSettings = {
    ...search,
    alpha: options.alpha ?? search.alpha,
    // A share of the level means nothing where the level's zero is arbitrary.
    floor: prepared.effect === 'ratio' ? Math.log1p(floor) : 0,
    spreadFloor: floor === 0 ? 0 : search.spreadFloor,
    seed: options.seed ?? search.seed,
  };
  const confirmed = findSplits(prepared.values, settings, prepared);
  return { ...describeChanges(series, prepared, confirmed, settings), effect: prepared.effect, prepared: [] };
}
