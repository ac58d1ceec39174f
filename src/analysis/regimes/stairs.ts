import { aboutSegments, inflationOf, longRunVariance } from './long-run-variance.ts';
import { optimalPartition } from './optimal-partition.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/** Share of what the steps leave that slopes between them may explain: more, and it is a curve. */
const MOST_SLOPE = 0.25;
/** Times the evidence of BIC that steps need over a line. */
const EVIDENCE = 3;
/** Share of a noise-free staircase that counts as noise. */
const ROUNDING = 1e-12;

/**
 * Steps of a stretch that goes up or down like a line but by a few flat steps. A line through a staircase leaves little where the noise
 * is taken as the spread of the whole, so the search takes it for a slope. The steps are the best levels without slopes, and count
 * when they clearly beat the line by BIC with the variances that either leaves (n ln RSS, n deflated for values that follow one
 * another), and when slopes between them would explain next to nothing.
 */
export function stairs(values: Float64Array, { changePenalty, slopePenalty, minSegment, edge }: SearchSettings): readonly number[] {
  const n = values.length;
  if (n < 2 * edge) return [];
  const unit = Math.log(n);
  const segments = segmentCost(values, Number.POSITIVE_INFINITY);
  if (segments.level(0, n) - segments.line(0, n) <= slopePenalty * unit) return [];
  const steps = optimalPartition(segments, { change: changePenalty * unit, slack: 0, minSegment });
  if (steps.length === 0) return [];
  const ends = [0, ...steps, n];
  const left = (cost: (from: number, to: number) => number): number =>
    Math.max(
      n * ROUNDING,
      ends.slice(1).reduce((sum, to, k) => sum + cost(ends[k] as number, to), 0),
    );
  const [levels, lines] = [left(segments.level), left(segments.line)];
  const follow = inflationOf(longRunVariance(aboutSegments(values, ends)));
  const gain = (n / follow) * Math.log(segments.line(0, n) / levels);
  const paid = (changePenalty * steps.length - slopePenalty) * unit;
  return gain > EVIDENCE * paid && levels - lines <= MOST_SLOPE * levels ? steps : [];
}
