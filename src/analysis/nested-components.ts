import { mean, squaresAboutMean } from './moments.ts';
import { spreadFactor, type SpreadFactor } from './groups-description.ts';
import type { TooFew, Unit } from './types.ts';

/** Units that belong together: the instances of one day. */
export interface UnitGroup {
  readonly key: string;
  readonly units: readonly Unit[];
}

export interface NestedLevel {
  /** How many there are of it. */
  readonly n: number;
  readonly cv: number;
  /** Of the variance of one job. */
  readonly share: number;
  /** How well so many can tell; null for fewer than two more than what holds them. */
  readonly factor: SpreadFactor | null;
}

/** Days, instances in days, jobs in instances. */
export interface NestedComponents {
  readonly groups: NestedLevel;
  readonly units: NestedLevel;
  readonly jobs: NestedLevel;
}

/**
 * Three levels of spread: two-stage nested random effects with unequal sizes, by the analysis of variance (Searle, Casella &
 * McCulloch, Variance Components), negative variances cut to 0. On logs where all values are positive,
 * else divided by the mean. TooFew counts what is too few: groups, units beyond one a group, or jobs beyond one a unit.
 */
export function nestedComponents(groups: readonly UnitGroup[]): NestedComponents | TooFew {
  const known = groups
    .map(({ units }) => units.map(({ values }) => values.filter((value) => Number.isFinite(value))).filter(({ length }) => length > 0))
    .filter(({ length }) => length > 0);
  const units = known.flat();
  const all = units.flat();
  const [a, b, n] = [known.length, units.length, all.length];
  if (a < 2) return { tooFew: true, n: a, need: 2 };
  if (b === a) return { tooFew: true, n: b, need: a + 1 };
  if (n === b) return { tooFew: true, n, need: b + 1 };

  const positive = all.every((value) => value > 0);
  const scale = positive ? 1 : Math.abs(mean(all));
  const nested = positive ? known.map((group) => group.map((unit) => unit.map((value) => Math.log(value)))) : known;
  const variances = nestedVariances(nested, { a, b, n });
  const total = variances.group + variances.unit + variances.job;
  const level = (count: number, variance: number, holders: number): NestedLevel => ({
    n: count,
    cv: Math.sqrt(variance) / scale,
    share: total === 0 ? 0 : variance / total,
    factor: spreadFactor(count - holders + 1),
  });
  return { groups: level(a, variances.group, 1), units: level(b, variances.unit, a), jobs: level(n, variances.job, b) };
}

function nestedVariances(
  groups: readonly (readonly (readonly number[])[])[],
  { a, b, n }: { readonly a: number; readonly b: number; readonly n: number },
): { readonly group: number; readonly unit: number; readonly job: number } {
  const grand = mean(groups.flat(2));
  const sizes = groups.map((group) => group.reduce((sum, { length }) => sum + length, 0));
  // Σ nᵢⱼ² / nᵢ over groups, Σ nᵢⱼ² and Σ nᵢ².
  let [inGroups, inUnits, inAll] = [0, 0, 0];
  let [jobs, units, between] = [0, 0, 0];
  for (const [index, group] of groups.entries()) {
    const size = sizes[index] as number;
    const centre = mean(group.flat());
    between += size * (centre - grand) ** 2;
    inAll += size ** 2;
    for (const unit of group) {
      jobs += squaresAboutMean(unit);
      units += unit.length * (mean(unit) - centre) ** 2;
      inGroups += unit.length ** 2 / size;
      inUnits += unit.length ** 2;
    }
  }
  const job = jobs / (n - b);
  const unit = Math.max(0, (units / (b - a) - job) / ((n - inGroups) / (b - a)));
  const weight = (inGroups - inUnits / n) / (a - 1);
  const group = Math.max(0, (between / (a - 1) - job - weight * unit) / ((n - inAll / n) / (a - 1)));
  return { group, unit, job };
}
