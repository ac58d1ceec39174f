import { chiSquareQuantile } from './chi-square-distribution.ts';
import { varianceComponents } from './components.ts';
import { present } from './present.ts';
import { MAD_TO_SD, mad, median } from './quantile.ts';
import type { TooFew, Unit, VarianceComponents } from './types.ts';

/** The spread between and within units that a few odd jobs or one odd unit cannot move. */
export interface RobustComponents {
  readonly units: number;
  /** Median of the units' 1.4826 · MAD, of those with two values or more. */
  readonly withinCv: number;
  /**
   * 1.4826 · MAD of the units' medians. Not freed from what jobs contribute to a median: with n jobs a unit about
   * 1.25 · withinCv / √n of it is theirs.
   */
  readonly betweenCv: number;
}

/** What lies between units and what within them, with how well so few units can tell. */
export interface GroupsDescription {
  readonly components: VarianceComponents | TooFew;
  readonly robust: RobustComponents | TooFew;
  /** null below two units. */
  readonly betweenFactor: SpreadFactor | null;
}

/** The true standard deviation lies between `low` and `high` times the one found, at 95 % for Normal values. */
export interface SpreadFactor {
  readonly low: number;
  readonly high: number;
}

export function groupsDescription(units: readonly Unit[]): GroupsDescription {
  const groups = units.map(({ values }) => present(Float64Array.from(values))).filter(({ length }) => length > 0);
  return { components: varianceComponents(units), robust: robustComponents(groups), betweenFactor: spreadFactor(groups.length) };
}

/** √(df / χ²) at both ends, df = n − 1 of chi-square: 0.64 … 2.2 for seven. null below two. */
export function spreadFactor(n: number, level = 0.95): SpreadFactor | null {
  if (n < 2) return null;
  const tail = (1 - level) / 2;
  const bound = (p: number): number => Math.sqrt((n - 1) / chiSquareQuantile(p, n - 1));
  return { low: bound(1 - tail), high: bound(tail) };
}

/** On logs where all values are positive, else as shares of the median of medians; units without a value left out. */
function robustComponents(groups: readonly Float64Array[]): RobustComponents | TooFew {
  if (groups.length < 2) return { tooFew: true, n: groups.length, need: 2 };
  const positive = groups.every((group) => group.every((value) => value > 0));
  const scaled = positive ? groups.map((group) => group.map((value) => Math.log(value))) : groups;
  const medians = scaled.map(median);
  const scale = positive ? 1 : Math.abs(median(medians));
  const spreads = scaled.filter(({ length }) => length > 1).map((group) => MAD_TO_SD * mad(group));
  return { units: groups.length, withinCv: median(spreads) / scale, betweenCv: (MAD_TO_SD * mad(medians)) / scale };
}
