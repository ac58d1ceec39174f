import { OUTCOMES, type Outcome } from '../core/outcome.ts';
import type { ObservationRow, RunFacts, SampleRow } from './rows.ts';

/** What all samples of a series share. */
export type SampleSeries = Pick<SampleRow, 'series' | 'metric' | 'tags' | 'comparable' | 'target'>;

/** What many observations share. */
export type ObservationKind = Pick<ObservationRow, 'subjectId' | 'subjectKind' | 'subjectKey' | 'target' | 'instrument'>;

/** Rows as columns: a tenth of what as many objects take on their way between threads. NaN stands for null. */
export interface FactColumns extends Omit<RunFacts, 'samples' | 'observations'> {
  readonly samples: {
    readonly series: readonly SampleSeries[];
    /** Eight numbers a row: observation, at, n, value, index into `series`, outcome, run, instance. */
    readonly rows: Float64Array;
  };
  readonly observations: {
    readonly kinds: readonly ObservationKind[];
    /** Nine numbers a row: id, at, took, due, attempt, run, instance, outcome, marks. */
    readonly rows: Float64Array;
    readonly kindOf: Uint32Array;
    readonly codes: readonly (string | null)[];
    readonly evidence: readonly (string | null)[];
  };
}

export const SAMPLE_WIDTH = 8;
export const OBSERVATION_WIDTH = 9;

/** The rows again, as objects. */
export function factsOfColumns({ samples, observations, ...facts }: FactColumns): RunFacts {
  return { ...facts, samples: sampleRows(samples), observations: observationRows(observations) };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function sampleRows({ series, rows }: FactColumns['samples']): readonly SampleRow[] {
  return Array.from({ length: rows.length / SAMPLE_WIDTH }, (_, index) => {
    const at = index * SAMPLE_WIDTH;
    const own = series[rows[at + 4] as number] as SampleSeries;
    return {
      obs: rows[at] as number,
      at: rows[at + 1] as number,
      n: rows[at + 2] as number,
      value: orNull(rows[at + 3] as number),
      series: own.series,
      metric: own.metric,
      tags: own.tags,
      comparable: own.comparable,
      target: own.target,
      outcome: OUTCOMES[rows[at + 5] as number] as Outcome,
      runId: orNull(rows[at + 6] as number),
      instanceId: orNull(rows[at + 7] as number),
    };
  });
}

function observationRows({ kinds, rows, kindOf, codes, evidence }: FactColumns['observations']): readonly ObservationRow[] {
  return Array.from(kindOf, (kind, index) => {
    const at = index * OBSERVATION_WIDTH;
    const own = kinds[kind] as ObservationKind;
    return {
      id: rows[at] as number,
      at: rows[at + 1] as number,
      tookUs: rows[at + 2] as number,
      dueAt: orNull(rows[at + 3] as number),
      attempt: rows[at + 4] as number,
      runId: orNull(rows[at + 5] as number),
      instanceId: orNull(rows[at + 6] as number),
      subjectId: own.subjectId,
      subjectKind: own.subjectKind,
      subjectKey: own.subjectKey,
      target: own.target,
      instrument: own.instrument,
      outcome: OUTCOMES[rows[at + 7] as number] as Outcome,
      code: codes[index] ?? null,
      marks: rows[at + 8] as number,
      evidence: evidence[index] ?? null,
    };
  });
}
