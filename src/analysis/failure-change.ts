import { fisherExact, type FisherTest } from './fisher-exact.ts';
import { inOrder } from './outages.ts';
import { runsTest } from './runs-test.ts';
import type { Estimate, Look } from './types.ts';
import { wilson } from './wilson.ts';

/** Failures of one window against those of a baseline window. */
export interface FailureChange {
  readonly window: CountedFailures;
  readonly baseline: CountedFailures;
  /** `greater`: the window fails more often. */
  readonly p: FisherTest;
  /** What the test counted: looks, or events where the failures of either window come in clusters. */
  readonly by: 'looks' | 'events';
}

export interface CountedFailures {
  /** Known looks. */
  readonly n: number;
  readonly failed: number;
  readonly share: Estimate;
  /** Failures in a row are one event. */
  readonly events: number;
  /** Runs test: P of so few changes between failed and not, were failures independent. */
  readonly clustered: number;
}

/** From here on down failures count as clustered. */
const CLUSTERED = 0.05;

/**
 * Has the share of failures changed? Fisher's exact test on the looks; where the runs test finds failures clustered, on events,
 * because looks that fail together are one witness. Unknown looks are left out. `window` and `baseline` must not overlap.
 */
export function failureChange(window: readonly Look[], baseline: readonly Look[]): FailureChange {
  const [now, before] = [counted(window), counted(baseline)];
  const by = Math.min(now.clustered, before.clustered) <= CLUSTERED ? 'events' : 'looks';
  const [hits, otherHits] = by === 'looks' ? [now.failed, before.failed] : [now.events, before.events];
  const tries = ({ n, failed }: CountedFailures, count: number): number => n - failed + count;
  return { window: now, baseline: before, p: fisherExact(hits, tries(now, hits), otherHits, tries(before, otherHits)), by };
}

function counted(looks: readonly Look[]): CountedFailures {
  const marks = inOrder(looks)
    .filter(({ outcome }) => outcome !== 'unknown')
    .map(({ outcome }) => outcome === 'failed');
  const failed = marks.filter(Boolean).length;
  const events = marks.filter((mark, index) => mark && marks[index - 1] !== true).length;
  return { n: marks.length, failed, share: wilson(failed, marks.length), events, clustered: runsTest(marks).clustered };
}
