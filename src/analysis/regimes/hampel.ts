import { MAD_TO_SD, mad, quantile } from '../quantile.ts';

const HALF_WINDOW = 5;
const SDS = 4;
/** Share of the values; more of them are a band of their own and no spikes. */
const MOST_SPIKES = 0.1;

/**
 * Copy for searching, without spikes (Hampel 1974; Davies & Gather 1993): a value more than 4 standard deviations from the median of
 * the 11 around it becomes that median. The standard deviation is the larger of two: the window's 1.4826 · MAD, and that of
 * neighbours' differences over the whole series, ÷ √2, which a level that moves does not inflate.
 * Where more than a tenth would be replaced nothing is: smoothing one of two bands away would make changes of mere chance.
 */
export function withoutSpikes(values: Float64Array): Float64Array {
  const cleaned = Float64Array.from(values);
  const everywhere = differenceSd(values);
  let replaced = 0;
  const window = new Float64Array(2 * HALF_WINDOW + 1);
  for (let i = 0; i < values.length; i += 1) {
    const from = Math.max(0, i - HALF_WINDOW);
    const m = Math.min(values.length, i + HALF_WINDOW + 1) - from;
    for (let k = 0; k < m; k += 1) window[k] = values[from + k] as number;
    const centre = middle(window, m);
    const distance = Math.abs((values[i] as number) - centre);
    if (distance <= SDS * everywhere) continue;
    for (let k = 0; k < m; k += 1) window[k] = Math.abs((values[from + k] as number) - centre);
    if (distance <= SDS * MAD_TO_SD * middle(window, m)) continue;
    cleaned[i] = centre;
    replaced += 1;
  }
  return replaced > MOST_SPIKES * values.length ? values : cleaned;
}

/** Standard deviation of one value from the differences of neighbours, 1.4826 · median |Δ − median Δ| ÷ √2. */
function differenceSd(values: Float64Array): number {
  if (values.length < 2) return 0;
  return (MAD_TO_SD * mad(values.subarray(1).map((value, i) => value - (values[i] as number)))) / Math.SQRT2;
}

/** Median of the first m, which are put in order: insertion, since they are at most 11. */
function middle(window: Float64Array, m: number): number {
  for (let i = 1; i < m; i += 1) {
    const value = window[i] as number;
    let k = i - 1;
    for (; k >= 0 && (window[k] as number) > value; k -= 1) window[k + 1] = window[k] as number;
    window[k + 1] = value;
  }
  return quantile(window.subarray(0, m), 0.5);
}
