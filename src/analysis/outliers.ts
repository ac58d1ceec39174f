import { MAD_TO_SD, mad, median } from './quantile.ts';
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

/** What a phase must exceed to be named. */
const RATIO = 3;
/** Seconds over the peers' median: a scheduling hiccup makes 2 ms into 9 ms and is no finding. */
const EXCESS_SECONDS = 0.1;
/** With this many peers their own spread is known well enough to be used. */
const PEERS_FOR_SPREAD = 4;
const ROBUST_SDS = 5;
/** With fewer, the value must stand this far above the slowest of them. */
const RATIO_TO_SLOWEST = 2.5;

/**
 * Phases that took far longer than the same phase of the other instances. A value is named when it is at least 3 times the
 * peers' median and 0.1 s above it, and beyond their spread: 5 robust standard deviations of the logs from 4 peers on,
 * else 2.5 times the slowest peer. Fewer than two peers name nothing. False-alarm rates: docs/judging.md.
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
    if (ratio < RATIO || value.value - centre < EXCESS_SECONDS || !isBeyondSpread(value.value, peers)) return [];
    const { instance, name, phase, obs } = value;
    return [{ instance, ...(name === undefined ? {} : { name }), phase, obs, value: value.value, peersMedian: centre, ratio }];
  });
}

function isBeyondSpread(value: number, peers: readonly number[]): boolean {
  if (peers.length < PEERS_FOR_SPREAD) return value >= RATIO_TO_SLOWEST * Math.max(...peers);
  const logs = peers.map((peer) => Math.log(peer));
  return Math.log(value) - median(logs) > ROBUST_SDS * MAD_TO_SD * mad(logs);
}
