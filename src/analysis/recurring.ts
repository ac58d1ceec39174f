import { chiSquareAbove } from './chi-square-distribution.ts';
import { groupBy } from './group-by.ts';
import { kruskalWallis } from './kruskal-wallis.ts';
import { midRanks } from './mid-ranks.ts';
import { autocorrelations } from './moments.ts';
import { median } from './quantile.ts';

/** What an hour of the day or a weekday has of its own. */
export interface RecurringGroup {
  /** Hour 0…23, or weekday 1 (Monday) … 7. */
  readonly slot: number;
  readonly n: number;
  readonly median: number;
}

/** Kruskal & Wallis over slots that come back in turn. */
export interface Recurring {
  readonly statistic: number;
  /** Allows for values that remember their neighbours. */
  readonly p: number;
  /** Share of the ranks' variance that the slots explain; 0…1, above (slots − 1) / (n − 1) only where they differ. */
  readonly epsilonSquared: number;
  readonly n: number;
  /** Ascending; medians of the values as they were. */
  readonly slots: readonly RecurringGroup[];
}

const LEAST_VALUES = 3;

/**
 * `tested`: the values in time order without slow moves, `raw` as they were, `slots` where each belongs, `spent`: how many values
 * the slow moves took. Slots with fewer
 * than three values are left out; null where fewer than two remain.
 */
export function recurring(tested: Float64Array, raw: Float64Array, slots: readonly number[], spent = 0): Recurring | null {
  const rows = [...groupBy([...slots.keys()], (row) => slots[row] as number)]
    .filter(([, members]) => members.length >= LEAST_VALUES)
    .toSorted(([a], [b]) => a - b);
  const test = kruskalWallis(rows.map(([, members]) => members.map((row) => tested[row] as number)));
  if (test === null || test.groups < 2) return null;
  const kept = rows.flatMap(([, members]) => members).toSorted((a, b) => a - b);
  const rho = memory(
    kept.map((row) => tested[row] as number),
    kept.map((row) => slots[row] as number),
    spent,
  );
  return {
    statistic: test.statistic,
    p: rememberingP(test.statistic, test.groups, rho),
    epsilonSquared: test.epsilonSquared,
    n: test.n,
    slots: rows.map(([slot, members]) => ({ slot, n: members.length, median: median(members.map((row) => raw[row] as number)) })),
  };
}

/**
 * Means of slots that neighbour each other in time vary together, so H is no chi-square: it is a sum of squares weighted
 * by the spectrum of the noise at the cycle's harmonics, here that of a first-order autoregression, approximated by a
 * scaled chi-square of the same variance (Box 1954) and of the mean that independent values would give.
 */
function rememberingP(statistic: number, groups: number, rho: number): number {
  const weights = Array.from({ length: groups - 1 }, (_, index) => {
    return (1 - rho ** 2) / (1 - 2 * rho * Math.cos((2 * Math.PI * (index + 1)) / groups) + rho ** 2);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const df = sum ** 2 / weights.reduce((total, weight) => total + weight ** 2, 0);
  return chiSquareAbove((statistic * df) / (groups - 1), df);
}

/** Correlation of neighbouring ranks once the slots' mean ranks are taken out; negative counts as none. */
function memory(values: readonly number[], slots: readonly number[], spent: number): number {
  const { ranks } = midRanks(Float64Array.from(values));
  const groups = groupBy([...slots.keys()], (row) => slots[row] as number);
  for (const members of groups.values()) {
    const own = members.reduce((sum, row) => sum + (ranks[row] as number), 0) / members.length;
    for (const row of members) ranks[row] = (ranks[row] as number) - own;
  }
  const rho = autocorrelations(ranks, 1)[0] as number;
  return Math.min(0.99, Math.max(0, rho + (groups.size + spent + 3 * rho) / ranks.length));
}
