import { setImmediate } from 'node:timers/promises';
import { judgeSeries, type JudgeSeriesOptions } from '../../analysis/judge-series.ts';
import { HarnessError } from '../../core/errors.ts';
import type { SeriesName } from '../../files/file-row.ts';
import type { FileSeries } from '../../files/series-columns.ts';
import { seriesName } from '../../files/series-name.ts';
import type { StoreReader } from '../../store/api.ts';
import type { StoredSeriesRow, StoredSeriesValues } from '../../store/rows.ts';
import { toldUnit } from './file-units.ts';
import type { JudgedFile, JudgedSeries } from './analyze-files.ts';

export interface StoreFilter {
  readonly metric?: string;
  readonly target?: string;
  /** Path of the store. */
  readonly place: string;
}

/** Each series of the store by metric, target and tags, then the store, as `analyzeFiles` gives those of files. Rejects with HarnessError `no-data` where there is none. */
export async function* analyzeStore(
  reader: Pick<StoreReader, 'storedSeries' | 'seriesValues'>,
  { place, ...filter }: StoreFilter,
  judge: JudgeSeriesOptions,
  signal: AbortSignal,
): AsyncGenerator<JudgedSeries | JudgedFile> {
  const found = await reader.storedSeries(filter);
  if (found.length === 0)
    throw new HarnessError('no-data', `The store holds no such series${wordsOf(filter)}`, {
      place,
      hint: '`evenkeel analyze --store` shows all that there are.',
    });
  const names = namesOf(found);
  let rows = 0;
  for (const [index, row] of found.entries()) {
    const series = toSeries(names[index] as SeriesName, row, await reader.seriesValues(row.id));
    await setImmediate();
    if (signal.aborted) return;
    rows += series.values.length;
    yield { file: place, format: 'store', series, judgement: judgeSeries(series, judge) };
  }
  yield { file: place, read: { file: place, format: 'store', rows, problems: [], malformed: 0, faults: [] }, recoveries: [] };
}

/** The target and the tags tell series apart; where that is not enough, the instrument and the clock do too. */
function namesOf(found: readonly StoredSeriesRow[]): readonly SeriesName[] {
  const name = ({ metric, unit, target, tags }: StoredSeriesRow, more: Readonly<Record<string, string>>): SeriesName =>
    seriesName(metric, toldUnit(unit), { target, ...tags, ...more });
  const seen = new Map<string, number>();
  for (const row of found) {
    const { key } = name(row, {});
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return found.map((row) => {
    const plain = name(row, {});
    return seen.get(plain.key) === 1 ? plain : name(row, { instrument: row.comparable, clock: row.clock });
  });
}

function toSeries(name: SeriesName, { clock }: StoredSeriesRow, { at, values, failures, machines }: StoredSeriesValues): FileSeries {
  return {
    name,
    times: clock === 'index' ? null : at,
    values,
    failures: failures.map(({ index, code, tookUs }) => ({ index, code, took: tookUs === 0 ? null : tookUs / 1e6 })),
    instances: machines,
  };
}

function wordsOf({ metric, target }: Omit<StoreFilter, 'place'>): string {
  return `${metric === undefined ? '' : ` of the metric "${metric}"`}${target === undefined ? '' : ` of the target "${target}"`}`;
}
