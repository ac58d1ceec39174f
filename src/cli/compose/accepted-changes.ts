import type { AcceptedChange } from '../../analysis/acknowledged.ts';
import type { StoreReader } from '../../store/api.ts';
import type { BaselineRow, JudgementRow } from '../../store/rows.ts';
import { seriesKey } from './check-series.ts';

export interface Acknowledged extends AcceptedChange {
  readonly judgement: number;
  readonly by: string;
  /** µs since 1970. */
  readonly at: number;
  readonly reason: string;
}

/** The changes that this version of a baseline took in. */
export async function acceptedChanges(reader: StoreReader, baseline: BaselineRow): Promise<readonly Acknowledged[]> {
  const rows = baseline.accepts.length === 0 ? [] : await reader.judgements({ acceptedInto: baseline.id });
  return rows
    .toSorted((a, b) => a.id - b.id)
    .flatMap((judgement) => {
      const change = changeOf(judgement);
      return change === null
        ? []
        : [{ ...change, judgement: judgement.id, by: baseline.movedBy, at: baseline.at, reason: baseline.reason }];
    });
}

/** What a judgement says changed, by which ratio; null where it says nothing of the kind. */
export function changeOf({ kind, metric, tags, result }: JudgementRow): AcceptedChange | null {
  const key = seriesKey(metric, tags);
  const ratio = numberIn(result['ratio']);
  if (kind === 'verdict') {
    const claim = result['claim'] === 'spread' ? 'spread' : 'level';
    return ratio === null || !CHANGED.has(String(result['verdict'])) ? null : { key, claim, ratio };
  }
  const size = result['effect'] === 'absolute' ? ratioOfMedians(result) : (numberIn(result['size']) ?? ratio);
  return kind === 'change' && size !== null ? { key, claim: 'level', ratio: size } : null;
}

/** After ÷ before of a change that was measured as a difference; null where that means nothing. */
function ratioOfMedians(result: JudgementRow['result']): number | null {
  const [before, after] = ['before', 'after'].map((side) => numberIn((result[side] as { readonly median?: unknown } | undefined)?.median));
  return typeof before === 'number' && typeof after === 'number' && before > 0 && after > 0 ? after / before : null;
}

/** Verdicts that say something moved. */
const CHANGED: ReadonlySet<string> = new Set(['regression', 'improvement', 'changed', 'changed below margin']);

/** The value of an estimate. */
function numberIn(estimate: unknown): number | null {
  const value = typeof estimate === 'object' && estimate !== null && 'value' in estimate ? estimate.value : estimate;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
