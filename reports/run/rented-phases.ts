import { fluctuation } from '../../src/analysis/fluctuation.ts';
import { phaseOutliers, type PhaseValue } from '../../src/analysis/outliers.ts';
import { phaseValuesOf } from '../../src/analysis/select.ts';
import type { Fluctuation, Outlier } from '../../src/analysis/types.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

export interface RentedPhase {
  readonly phase: string;
  readonly values: readonly PhaseValue[];
  readonly fluctuation: Fluctuation;
  readonly selection: Selection;
}

export interface RentedPhases {
  readonly phases: readonly RentedPhase[];
  /** The same as the provider itself tells them; empty where it tells none. */
  readonly told: readonly RentedPhase[];
  readonly outliers: readonly Outlier[];
}

const OURS = 'instance_phase_duration_seconds';
const TOLD = 'provider_phase_duration_seconds';
const ORDER = ['clone', 'create', 'start', 'reachable', 'context', 'release'];

/** The timings of renting, phase by phase in the order in which they happen. */
export function rentedPhases(facts: RunFacts): RentedPhases {
  const values = phaseValuesOf(facts, OURS);
  return {
    phases: phasesOf(facts, values, OURS),
    told: phasesOf(facts, phaseValuesOf(facts, TOLD), TOLD),
    outliers: phaseOutliers(values),
  };
}

function phasesOf(facts: RunFacts, values: readonly PhaseValue[], metric: string): readonly RentedPhase[] {
  const names = [...new Set(values.map(({ phase }) => phase))].toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const runs = facts.runs.map(({ uid }) => uid);
  return names.flatMap((phase): readonly RentedPhase[] => {
    const own = values.filter((value) => value.phase === phase);
    const spread = fluctuation(own.map(({ value }) => value));
    const selection: Selection = { rows: 'samples', runs, metric, tags: { phase }, everyAttempt: true };
    return spread === undefined ? [] : [{ phase, values: own, fluctuation: spread, selection }];
  });
}

function place(phase: string): number {
  const index = ORDER.indexOf(phase);
  return index === -1 ? ORDER.length : index;
}
