import type { Band } from './bands.ts';
import { share } from './fluctuation.ts';
import { groupBy } from './group-by.ts';
import { kruskalWallis, type KruskalWallis } from './kruskal-wallis.ts';
import { MAD_TO_SD, mad, median } from './quantile.ts';

/** Values of one CPU model, machine or zone. */
export interface BandGroup {
  readonly key: string;
  readonly n: number;
  readonly median: number;
  /** 1.4826 · MAD / |median|. */
  readonly robustCv: number;
  /** How many of its values lie in each band. */
  readonly inBand: readonly number[];
}

/** Whether what is known of each value explains the bands. */
export interface BandGroups {
  /** Between the groups; null with one. */
  readonly test: KruskalWallis | null;
  /** Share of the values that lie in the band where most of their group lie; compare the largest band's share. 0 without bands. */
  readonly explained: number;
  /** In the order in which they came first. */
  readonly groups: readonly BandGroup[];
}

/** `keys`: one a value, null where it is not known; those and missing values are left out. null where none is known. */
export function bandGroups(values: Float64Array, keys: readonly (string | null)[], found: readonly Band[]): BandGroups | null {
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]) && typeof keys[row] === 'string');
  if (rows.length === 0) return null;
  const groups = [...groupBy(rows, (row) => keys[row] as string)].map(([key, members]) => {
    const own = Float64Array.from(members, (row) => values[row] as number);
    const centre = median(own);
    const inBand = found.map(({ low, high }) => own.filter((value) => low <= value && value <= high).length);
    return { key, n: own.length, median: centre, robustCv: share(MAD_TO_SD * mad(own), centre), inBand, own };
  });
  return {
    test: kruskalWallis(groups.map(({ own }) => own)),
    explained: groups.reduce((sum, { inBand }) => sum + Math.max(0, ...inBand), 0) / rows.length,
    groups: groups.map(({ key, n, median: centre, robustCv, inBand }) => ({ key, n, median: centre, robustCv, inBand })),
  };
}
