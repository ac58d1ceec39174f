import type { GapRow, ObservationRow, RunFacts } from '../../src/store/rows.ts';
import type { Recipe } from '../document.ts';
import { outageRuns, type OutageRun } from './outage-runs.ts';
import { selectObservations } from './select-rows.ts';

export type Kind = 'up' | 'down' | 'perhaps';

/**
 * The share of the observed time that a subject was up, stretch by stretch: from each known look to the next of the same run, unless
 * an unknown one lies between. Between two failures of one outage it was down, beside one it perhaps was: those are the bounds.
 */
export function availableShare(facts: RunFacts, { of, bound, parameters }: Recipe): number {
  const rows = selectObservations(facts, of);
  const runs = outageRuns(rows, Number(parameters?.['openAfter']), Number(parameters?.['closeAfter']));
  const gaps = facts.gaps.filter(({ schedule }) => schedule === null || schedule === of.subject?.key);
  const times: Record<Kind, number> = { up: 0, down: 0, perhaps: 0 };
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined) continue;
    if (next.runId !== row.runId || row.outcome === 'unknown' || next.outcome === 'unknown') continue;
    times[kindOf(rows, index, runs)] += next.at - row.at - hidden(gaps, row.at, next.at);
  }
  const whole = times.up + times.down + times.perhaps;
  const [low, high] = [times.up / whole, 1 - times.down / whole];
  if (bound === undefined) return (low + high) / 2;
  return bound.side === 'low' ? low : high;
}

/** Of the stretch from the row of this index to the next. */
export function kindOf(rows: readonly Pick<ObservationRow, 'runId'>[], index: number, outages: readonly OutageRun[]): Kind {
  for (const { failures, ended } of outages) {
    const [first, last] = [failures[0] as number, failures.at(-1) as number];
    if (rows[first]?.runId !== rows[index]?.runId) continue;
    if (index >= first && index < last) return 'down';
    if (index === first - 1 || index === last || (!ended && index > last)) return 'perhaps';
  }
  return 'up';
}

/** Gaps of one schedule and of all may lie over each other: each instant counts once. */
export function hidden(gaps: readonly Pick<GapRow, 'fromAt' | 'toAt'>[], from: number, to: number): number {
  const edges = [...new Set(gaps.flatMap(({ fromAt, toAt }) => [fromAt, toAt]).filter((at) => at > from && at < to)), from, to].toSorted(
    (a, b) => a - b,
  );
  return edges.slice(1).reduce((sum, edge, index) => {
    const before = edges[index] as number;
    return gaps.some(({ fromAt, toAt }) => fromAt <= before && toAt >= edge) ? sum + (edge - before) : sum;
  }, 0);
}
