import { MAD_TO_SD, ascending, mad, median } from './quantile.ts';
import type { Outlier } from './types.ts';

/** One timing of one phase of one instance. */
export interface PhaseValue {
  /** Row id. */
  readonly instance: number;
  readonly phase: string;
  /** Observation id. */
  readonly obs: number;
  /** Seconds. */
  readonly value: number;
  readonly name?: string;
  /** Only values of one group are peers: same target, same comparable instrument. */
  readonly group?: string;
}

/** Times the peers' median that a phase must take to be named. */
const RATIO = 4;
/** Seconds over the peers' median: what a busy disk or scheduler adds once is no finding. */
const EXCESS_SECONDS = 0.5;
/** From this many peers on their own spread is known well enough to be used. */
const PEERS_FOR_SPREAD = 8;
const ROBUST_SDS = 4;
/** With fewer, the value must stand this far above the slowest of them … */
const RATIO_TO_SLOWEST = 3;
/** … or, from this many on, the second slowest: two slow ones must not hide each other. */
const PEERS_FOR_SECOND = 4;

/**
 * Phases that took far longer than the same phase of the other instances. A value is named when it is at least 4 times the
 * peers' median and 0.5 s above it, and stands apart from them all: 3 times the slowest peer (from 4 peers the second
 * slowest), from 8 peers 4 robust standard deviations of their logs. Fewer than two peers name nothing.
 * Rates of false alarms and misses: docs/judging.md.
 */
export function phaseOutliers(values: readonly PhaseValue[]): readonly Outlier[] {
  const usable = values.filter(({ value }) => Number.isFinite(value) && value > 0);
  return usable.flatMap((value) => {
    const peers = usable
      .filter((other) => other.phase === value.phase && other.group === value.group && other.instance !== value.instance)
      .map((other) => other.value);
    if (peers.length < 2) return [];
    const centre = median(peers);
    const ratio = value.value / centre;
    if (ratio < RATIO || value.value - centre < EXCESS_SECONDS || !standsApart(value.value, peers)) return [];
    const { instance, name, phase, obs } = value;
    return [{ instance, ...(name === undefined ? {} : { name }), phase, obs, value: value.value, peersMedian: centre, ratio }];
  });
}

function standsApart(value: number, peers: readonly number[]): boolean {
  if (peers.length < PEERS_FOR_SPREAD) {
    const slowest = ascending(peers).at(peers.length < PEERS_FOR_SECOND ? -1 : -2);
    return value >= RATIO_TO_SLOWEST * (slowest as number);
  }
  const logs = peers.map((peer) => Math.log(peer));
  return Math.log(value) - median(logs) > ROBUST_SDS * MAD_TO_SD * mad(logs);
}
