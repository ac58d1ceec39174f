import type { ChangePointOptions, Regimes } from './regime-types.ts';
import { describeChanges } from './regimes/describe-changes.ts';
import { findSplits } from './regimes/find-splits.ts';
import { withoutSpikes } from './regimes/hampel.ts';
import { prepareValues } from './regimes/prepare-values.ts';
import { SEARCH, type SearchSettings } from './regimes/settings.ts';
import { withoutHours } from './regimes/without-hours.ts';
import type { TimedSeries } from './timed-series.ts';

const HOURS_REMOVED = 'What each hour of the day has of its own was taken out before the search.';

/**
 * Where the level of a series moved, and the regimes between: exact search for constants and lines by BIC on a copy without spikes,
 * each change then confirmed on ranks that pay for the search and for autocorrelation (docs/judging.md, Change points).
 * NaN and infinite values are missing; indices count their rows. `search`: only for measuring what other settings would do.
 */
export function changePoints(series: TimedSeries, options: ChangePointOptions = {}, search: SearchSettings = SEARCH): Regimes {
  const prepared = prepareValues(series, options.effect ?? 'auto');
  const floor = options.floor ?? search.floor;
  const alpha = options.alpha ?? search.alpha;
  const settings: SearchSettings = {
    ...search,
    alpha,
    // A share of the level means nothing where the level's zero is arbitrary.
    floor: prepared.effect === 'ratio' ? Math.log1p(floor) : 0,
    spreadFloor: floor === 0 ? 0 : search.spreadFloor,
    seed: options.seed ?? search.seed,
  };
  const { times } = series;
  const timesPresent = times && Float64Array.from(prepared.rows, (row) => times[row] as number);
  const steady = withoutHours(timesPresent, prepared.values, alpha, options.timeZone ?? 'UTC');
  const values = steady ?? prepared.values;
  const cleaned = withoutSpikes(values);
  const confirmed = findSplits(values, cleaned, settings, prepared);
  const described = describeChanges(series, { ...prepared, cleaned }, confirmed, settings);
  return { ...described, effect: prepared.effect, prepared: steady === null ? [] : [HOURS_REMOVED] };
}
