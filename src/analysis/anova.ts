import { mean, squaresAboutMean } from './moments.ts';

/** One-way analysis of variance of groups of unequal size. */
export interface Anova {
  readonly groups: number;
  readonly n: number;
  /** Mean squares between and within groups. */
  readonly between: number;
  readonly within: number;
  /** F = between / within: Infinity without spread inside the groups, NaN without any. */
  readonly f: number;
  /** Group size that unequal groups are worth: (N − Σ nᵢ² / N) / (a − 1). */
  readonly size: number;
}

/** At least two groups, none empty, and more values than groups (else the mean squares are NaN). */
export function anova(groups: readonly (readonly number[])[]): Anova {
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const a = groups.length;
  const grand = mean(groups.flat());
  const between = groups.reduce((sum, group) => sum + group.length * (mean(group) - grand) ** 2, 0) / (a - 1);
  const within = groups.reduce((sum, group) => sum + squaresAboutMean(group), 0) / (n - a);
  const size = (n - groups.reduce((sum, group) => sum + group.length ** 2, 0) / n) / (a - 1);
  return { groups: a, n, between, within, f: between / within, size };
}
