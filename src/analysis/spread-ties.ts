import { median } from './quantile.ts';

/**
 * Equal values of an instrument that rounds, spread evenly over the step it rounds to, so that its grid is not taken for
 * many narrow modes. The step: the median distance between neighbouring values that occur more than once; none, no change.
 * `sorted` ascending; the result strictly so.
 */
export function spreadTies(sorted: Float64Array): Float64Array {
  const repeated: number[] = [];
  for (let rank = 1; rank < sorted.length; rank += 1) {
    if (sorted[rank] === sorted[rank - 1] && repeated.at(-1) !== sorted[rank]) repeated.push(sorted[rank] as number);
  }
  const steps = repeated.slice(1).map((value, index) => value - (repeated[index] as number));
  const step = steps.length === 0 ? 0 : median(steps);
  const spread = Float64Array.from(sorted);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    for (let rank = from; rank < to; rank += 1) spread[rank] = (sorted[rank] as number) + step * ((rank - from + 0.5) / (to - from) - 0.5);
  }
  return distinct(spread.sort());
}

/** What still coincides is told apart by the least that a double can. */
function distinct(sorted: Float64Array): Float64Array {
  for (let rank = 1; rank < sorted.length; rank += 1) {
    const before = sorted[rank - 1] as number;
    if ((sorted[rank] as number) <= before) sorted[rank] = before + Math.max(Number.MIN_VALUE, Math.abs(before) * Number.EPSILON);
  }
  return sorted;
}
