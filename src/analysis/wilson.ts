import { betaQuantile } from './beta-distribution.ts';
import { normalQuantile } from './normal-distribution.ts';
import type { Estimate } from './types.ts';

/**
 * Share of `count` in `n` with the score interval of Wilson 1927; both real numbers ≥ 0, so that an effective n can be given.
 * n = 0: NaN without bounds.
 */
export function wilson(count: number, n: number, level = 0.95): Estimate {
  if (n <= 0) return { value: Number.NaN, low: null, high: null, level };
  const z = normalQuantile(1 - (1 - level) / 2);
  const share = count / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * n)) / n);
  const scale = 1 + (z * z) / n;
  return {
    value: share,
    low: count === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: count === n ? 1 : Math.min(1, (centre + half) / scale),
    level,
  };
}

/** Equal-tailed interval of the Beta(count + ½, n − count + ½) posterior (Jeffreys; Brown, Cai & DasGupta 2001). */
export function jeffreys(count: number, n: number, level = 0.95): Estimate {
  if (n <= 0) return { value: Number.NaN, low: null, high: null, level };
  const tail = (1 - level) / 2;
  return {
    value: count / n,
    low: count === 0 ? 0 : betaQuantile(tail, count + 0.5, n - count + 0.5),
    high: count === n ? 1 : betaQuantile(1 - tail, count + 0.5, n - count + 0.5),
    level,
  };
}
