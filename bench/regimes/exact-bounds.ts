import { betaQuantile } from '../../src/analysis/beta-distribution.ts';

/** One-sided 95 % bounds of a share, each by itself (Clopper & Pearson 1934). */
export function exactBounds(count: number, of: number): { readonly low: number; readonly high: number } {
  return {
    low: count === 0 ? 0 : betaQuantile(0.05, count, of - count + 1),
    high: count === of ? 1 : betaQuantile(0.95, count + 1, of - count),
  };
}
