import type { ChangePoint } from '../../src/analysis/regime-types.ts';
import { claim } from '../claim.ts';
import type { Claim, Inline, Selection } from '../document.ts';
import type { Unit } from '../quantity.ts';
import { printedUnit, type ReportedSeries, type SeriesModel } from './model.ts';

/** The rows of one series. */
export function rowsOf({ file, key }: Pick<ReportedSeries, 'file' | 'key'>): Selection {
  return { rows: 'series', runs: [], file, series: key };
}

/** How many of a series' rows, changes, outages … there are. */
export function countOf(series: ReportedSeries, state: string, value: number, { options }: Pick<SeriesModel, 'options'>): Claim {
  return claim(value, 'count', { statistic: 'count', of: { ...rowsOf(series), state }, parameters: { ...options } });
}

/** One part of a change, from one on. */
export function changePart(
  series: ReportedSeries,
  number: number,
  part: string,
  value: number,
  unit: Unit,
  model: Pick<SeriesModel, 'options'>,
): Claim {
  return claim(value, unit, { statistic: 'change', of: rowsOf(series), parameters: { ...model.options, number, part } });
}

/** `1.288 × (1.266 × … 1.312 ×)`, or the difference in the unit of the series; of a ramp, how far it bends before that. */
export function sizeWords(
  series: ReportedSeries,
  number: number,
  { size, effect, departure }: ChangePoint,
  model: Pick<SeriesModel, 'options'>,
): readonly Inline[] {
  const unit = effect === 'ratio' ? 'factor' : printedUnit(series);
  const part = (value: number, side?: 'low' | 'high'): Claim => {
    const whole = changePart(series, number, 'size', value, unit, model);
    return side === undefined ? whole : { ...whole, recipe: { ...whole.recipe, bound: { side, level: size.level } } };
  };
  const { low, high } = size;
  return [
    ...(departure === null
      ? []
      : ['bends by ', changePart(series, number, 'departure', departure, effect === 'ratio' ? 'percent' : unit, model), ', sides ']),
    part(size.value),
    ...(low === null || high === null ? [' (no interval)'] : [' (', part(low, 'low'), ' … ', part(high, 'high'), ')']),
  ];
}
