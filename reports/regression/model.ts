import type { Comparison } from '../../src/analysis/types.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { BaselineRow, EventRow, JudgementRow, RunRow, UnitMedianRow } from '../../src/store/rows.ts';
import type { Judged } from '../compare/verdict-words.ts';
import type { Selection } from '../document.ts';

/** What was read of the newest check of a target. */
export interface RegressionFacts {
  readonly target: string;
  /** Of kind verdict, all of one check. */
  readonly verdicts: readonly JudgementRow[];
  readonly baseline: BaselineRow;
  /** The runs of the baseline, and those held against it, as far as the store has them. */
  readonly before: readonly RunRow[];
  readonly after: readonly RunRow[];
  /** Units of both, by series row id. */
  readonly units: ReadonlyMap<number, readonly UnitMedianRow[]>;
  /** Changes that the watch confirmed from the baseline on. */
  readonly changes: readonly JudgementRow[];
  readonly events: readonly EventRow[];
}

/** One claim of the check: level or spread of one series. */
export interface CheckedClaim {
  readonly judgement: JudgementRow;
  readonly judged: Judged;
  readonly isAcknowledged: boolean;
  readonly units: readonly (UnitMedianRow & { readonly side: 'baseline' | 'new' })[];
  /** Changes of the same series. */
  readonly changes: readonly JudgementRow[];
}

export interface RegressionModel extends RegressionFacts {
  /** When it was checked, µs. */
  readonly at: number;
  /** Worst first, in a fixed order. */
  readonly claims: readonly CheckedClaim[];
  readonly runsBefore: readonly string[];
  readonly runsAfter: readonly string[];
}

const ORDER = ['regression', 'changed', 'improvement', 'inconclusive', 'changed below margin', 'equivalent'];

/** Pure. Judgements whose result is not a comparison are left out. */
export function regressionModel(facts: RegressionFacts): RegressionModel {
  const runsBefore = facts.baseline.runs;
  const runsAfter = [...new Set(facts.verdicts.flatMap(({ result }) => runsIn(result)))].toSorted();
  const claims = facts.verdicts.flatMap((judgement): readonly CheckedClaim[] => {
    const comparison = comparisonIn(judgement.result);
    if (comparison === null) return [];
    const { metric, tags, comparable } = judgement;
    const select = (runs: readonly string[]): { readonly selection: Selection } => ({
      selection: { rows: 'samples', runs, metric, tags, comparable },
    });
    const sideOf = (run: string): 'baseline' | 'new' | null =>
      runsAfter.includes(run) ? 'new' : runsBefore.includes(run) ? 'baseline' : null;
    const { margin, alpha } = comparison;
    return [
      {
        judgement,
        judged: {
          comparison,
          from: select(runsBefore),
          to: select(runsIn(judgement.result)),
          worse: metricOf(metric)?.worse ?? 'either',
          rule: { margin, alpha },
        },
        isAcknowledged: judgement.result['isAcknowledged'] === true,
        units: (facts.units.get(judgement.series) ?? []).flatMap((unit) => {
          const side = sideOf(unit.runUid);
          return side === null ? [] : [{ ...unit, side }];
        }),
        changes: facts.changes.filter(({ series }) => series === judgement.series),
      },
    ];
  });
  return {
    ...facts,
    at: facts.verdicts.reduce((last, { at }) => Math.max(last, at), 0),
    claims: claims.toSorted((a, b) => rank(a) - rank(b) || a.judgement.id - b.judgement.id),
    runsBefore,
    runsAfter,
  };
}

function rank({ judged: { comparison } }: CheckedClaim): number {
  const place = ORDER.indexOf(comparison.verdict);
  return place === -1 ? ORDER.length : place;
}

/** The runs that a stored verdict was made on. */
export function runsIn(result: JudgementRow['result']): readonly string[] {
  const { runs } = result as { readonly runs?: unknown };
  return Array.isArray(runs) ? runs.filter((run) => typeof run === 'string') : [];
}

/** JSON has no NaN and no infinity: what is null there was not known. */
function comparisonIn(result: JudgementRow['result']): Comparison | null {
  const { claim, verdict, ratio } = result as Partial<Comparison>;
  if ((claim !== 'level' && claim !== 'spread') || verdict === undefined || ratio === undefined) return null;
  return { ...(result as unknown as Comparison), ratio: { ...ratio, value: ratio.value ?? Number.NaN } };
}
