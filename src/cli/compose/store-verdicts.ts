import type { Comparison } from '../../analysis/types.ts';
import type { StoreWriter } from '../../store/api.ts';
import type { CheckReport } from './check-target.ts';

/** Row ids of what was stored, by series. */
export interface StoredVerdicts {
  readonly key: string;
  readonly level: number | null;
  readonly spread: number | null;
}

/** Each verdict of a check becomes a judgement, with its runs, its baseline and the seed of its bootstrap; not those of too few units. */
export async function storeVerdicts(
  report: CheckReport,
  writer: Pick<StoreWriter, 'judge'>,
  { at, seed }: { readonly at: number; readonly seed: number },
): Promise<readonly StoredVerdicts[]> {
  const { baseline, runs, since } = report;
  const stored: StoredVerdicts[] = [];
  for (const { id, key, level, spread, acknowledged } of report.series) {
    const store = async (comparison: Comparison): Promise<number | null> => {
      if (comparison.verdict === 'too few units') return null;
      const result = { since, ...comparison, isAcknowledged: acknowledged.includes(comparison.claim), runs };
      const { method } = comparison;
      return writer.judge({
        at,
        kind: 'verdict',
        series: id,
        baseline: baseline?.id ?? null,
        method,
        seed,
        result: JSON.stringify(result),
      });
    };
    stored.push({ key, level: await store(level), spread: await store(spread) });
  }
  return stored;
}
