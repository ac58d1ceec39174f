import { optimalPartition } from './optimal-partition.ts';
import { segmentCost } from './segment-cost.ts';
import type { SearchSettings } from './settings.ts';

/**
 * Candidates inside a stretch that went through the search as one line. The search takes the spread of the whole for noise, and next to
 * a trend a bend or a staircase is small; here the noise is what the line leaves. Empty where no line is better than the level by BIC,
 * null where the search costs too much.
 */
export function kinks(values: Float64Array, settings: SearchSettings): readonly number[] | null {
  const { kinkPenalty, slopePenalty, minSegment, edge, mostCosts } = settings;
  const n = values.length;
  // A staircase has three steps.
  if (n < 3 * edge) return [];
  const unit = Math.log(n);
  const about = segmentCost(values, slopePenalty * unit);
  if (about.level(0, n) - about.line(0, n) <= slopePenalty * unit) return [];
  const noise = about.line(0, n) / n;
  return optimalPartition(segmentCost(values, slopePenalty * unit * noise), {
    change: kinkPenalty * unit * noise,
    slack: slopePenalty * unit * noise,
    minSegment,
    most: mostCosts,
  });
}
