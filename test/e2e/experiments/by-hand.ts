// Figures as a person with pencil and paper would get them, slow and plain: they check the ones that are printed.

/** Mean of the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half))) / 2;
}

/** 1.4826 · median of |x − median| ÷ median. */
export function robustCv(values: readonly number[]): number {
  const centre = median(values);
  return (1.4826 * median(values.map((value) => Math.abs(value - centre)))) / centre;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The factors by which `after` may differ from `before`: all for which a permutation test does not see that after ÷ factor
 * and before are two kinds of numbers. The test goes through every way to deal the ranks to the two sides.
 */
export function plausibleFactors(before: readonly number[], after: readonly number[], alpha: number): Bounds {
  const ratios = after.flatMap((late) => before.map((early) => late / early)).toSorted((a, b) => a - b);
  const chance = chancesOfPairs(before.length, after.length);
  // With the factor between two neighbouring ratios, `below` pairs have the late value as the smaller one.
  const isPlausible = (below: number): boolean => 2 * Math.min(chance(below), chance(ratios.length - below)) >= alpha;
  const plausible = Array.from({ length: ratios.length + 1 }, (_, below) => below).filter(isPlausible);
  return { low: at(ratios, at(plausible, 0) - 1), high: at(ratios, at(plausible, -1)) };
}

/** P(at most so many of the m · n pairs stand the one way round), when chance alone deals m + n ranks. */
function chancesOfPairs(m: number, n: number): (pairs: number) => number {
  const counts = hands(m + n, m).map((ranks) => ranks.reduce((sum, rank, index) => sum + rank - index, 0));
  return (pairs) => counts.filter((count) => count <= pairs).length / counts.length;
}

/** Every choice of `size` of the numbers 0 … total − 1, each in order. */
function hands(total: number, size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: total }, (_, last) => last).flatMap((last) => hands(last, size - 1).map((rest) => [...rest, last]));
}

/** Interval of a share at 95 %, found by trying: the shares from which so many of n are at most 1.96 standard errors away. */
export function plausibleShares(failed: number, n: number): Bounds {
  const isPlausible = (share: number): boolean => Math.abs(failed / n - share) <= 1.959964 * Math.sqrt((share * (1 - share)) / n);
  const shares = Array.from({ length: 100_001 }, (_, step) => step / 100_000).filter(isPlausible);
  return { low: at(shares, 0), high: at(shares, -1) };
}

function at(values: readonly number[], index: number): number {
  const value = values.at(index);
  if (value === undefined) throw new RangeError(`there is no value ${index} of ${values.length}`);
  return value;
}
