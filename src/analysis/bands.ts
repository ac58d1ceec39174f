import { dipTest, type DipTest } from './dip-test.ts';
import { midRanks } from './mid-ranks.ts';
import { share } from './fluctuation.ts';
import { autocorrelations, effectiveCount } from './moments.ts';
import { present } from './present.ts';
import { MAD_TO_SD, quantile, sortedMad } from './quantile.ts';
import { spreadTies } from './spread-ties.ts';
import { valley } from './valley.ts';

/** Values around one of several centres. */
export interface Band {
  /** Least and greatest value in it. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Of all values. */
  readonly share: number;
  readonly median: number;
  /** 1.4826 · MAD / |median|. */
  readonly robustCv: number;
}

export interface Bands extends DipTest {
  /** Independent values that the test counted on. */
  readonly effectiveN: number;
  /** Ascending; one where no second was shown. */
  readonly bands: readonly Band[];
}

export interface BandOptions {
  /** Of each split: .01. */
  readonly alpha?: number;
  /** Centres nearer to each other than this share are one band: .03. */
  readonly floor?: number;
}

/** Enough to place a mode, and no more for a million values than for these. */
const MOST_VALUES = 10_000;
const LEAST_VALUES = 20;
/** A smaller share is a handful of odd values, not a band. */
const LEAST_SHARE = 0.05;

/**
 * Whether values, in time order (NaN: missing), lie in several bands, as jobs on mixed hardware do: split where the dip test
 * of Hartigan & Hartigan 1985 finds more than one mode, at the valley between them, and again inside the parts. On logs where
 * all are positive. Values that stay in a band for long are few for the test, since levels that follow each other are
 * regimes, not mixed hardware. null below 20 values.
 */
export function bands(values: Float64Array, { alpha = 0.01, floor = 0.03 }: BandOptions = {}): Bands | null {
  const known = present(values);
  if (known.length < LEAST_VALUES) return null;
  const sorted = known.toSorted();
  const positive = (sorted[0] as number) > 0;
  const scale = positive ? 1 : Math.abs(quantile(sorted, 0.5));
  const shape = spreadTies(thinned(sorted).map((value) => (positive ? Math.log(value) : value)));
  const memory = autocorrelations(midRanks(known).ranks, 1)[0] as number;
  const whole = dipTest(shape, effectiveCount(known.length, memory));

  const isSplit = (part: Float64Array, cut: number): boolean => {
    const rank = part.findIndex((value) => value > cut);
    const distance = quantile(part.subarray(rank), 0.5) - quantile(part.subarray(0, rank), 0.5);
    if (distance < (positive ? Math.log1p(floor) : floor * scale)) return false;
    const rho = Math.max(memory, switching(known, positive ? Math.exp(cut) : cut));
    return dipTest(part, (part.length / shape.length) * effectiveCount(known.length, rho)).p < alpha;
  };
  const cuts = (part: Float64Array): readonly number[] => {
    const cut = valley(part, Math.ceil(LEAST_SHARE * shape.length));
    if (cut === undefined || !isSplit(part, cut)) return [];
    const rank = part.findIndex((value) => value > cut);
    return [...cuts(part.subarray(0, rank)), cut, ...cuts(part.subarray(rank))];
  };
  const edges = cuts(shape).map((cut) => (positive ? Math.exp(cut) : cut));
  return { ...whole, effectiveN: effectiveCount(known.length, memory), bands: between(sorted, edges) };
}

/** Order statistics at even distances. */
function thinned(sorted: Float64Array): Float64Array {
  if (sorted.length <= MOST_VALUES) return sorted.slice();
  return Float64Array.from(
    { length: MOST_VALUES },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / MOST_VALUES)] as number,
  );
}

/** How much a value's side of the cut says about the next one's. */
function switching(values: Float64Array, cut: number): number {
  return autocorrelations(
    values.map((value) => (value > cut ? 1 : 0)),
    1,
  )[0] as number;
}

function between(sorted: Float64Array, edges: readonly number[]): readonly Band[] {
  const starts = edges.map((edge) => sorted.findIndex((value) => value > edge)).filter((rank) => rank > 0);
  return [0, ...starts].map((from, index) => {
    const part = sorted.subarray(from, starts[index] ?? sorted.length);
    const centre = quantile(part, 0.5);
    return {
      low: part[0] as number,
      high: part.at(-1) as number,
      n: part.length,
      share: part.length / sorted.length,
      median: centre,
      robustCv: share(MAD_TO_SD * sortedMad(part), centre),
    };
  });
}
