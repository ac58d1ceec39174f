import { join } from 'node:path';
import { regressionDocument } from '../../../reports/regression/document.ts';
import { regressionModel, runsIn, type RegressionModel } from '../../../reports/regression/model.ts';
import type { WrittenFiles } from '../../../reports/write-report.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import type { StoreReader } from '../../store/api.ts';
import type { JudgementRow, RunRow, UnitMedianRow } from '../../store/rows.ts';
import type { WriteDocument } from './report-writer.ts';

/** Units of one series that are read: far more than the runs of a check. */
const UNITS = 20_000;

/** What the newest check of a target found. Rejects with HarnessError `no-data` where none stored a verdict. */
export async function regressionOf(reader: StoreReader, target: string): Promise<RegressionModel> {
  const [newest] = await reader.judgements({ kind: 'verdict', target, last: 1 });
  const verdicts = newest === undefined ? [] : await reader.judgements({ kind: 'verdict', target, from: newest.at, to: newest.at + 1 });
  const baseline = (await reader.baselines()).find(({ id }) => id === newest?.baseline?.id);
  if (newest === undefined || baseline === undefined) {
    throw new HarnessError('no-data', `No check of ${target} has stored a verdict yet`, {
      hint: `Run \`evenkeel check --target ${target}\` first.`,
    });
  }
  const before = await runsBy(reader, baseline.runs);
  const after = await runsBy(reader, [...new Set(verdicts.flatMap(({ result }) => runsIn(result)))]);
  const from = Math.min(...[...before, ...after].map(({ startedAt }) => startedAt), newest.at);
  const series = [...new Set(verdicts.map((verdict) => verdict.series))];
  return regressionModel({
    target,
    verdicts: verdicts.toSorted((a, b) => a.id - b.id),
    baseline,
    before,
    after,
    units: await unitsBy(reader, series, newest),
    changes: (await reader.judgements({ kind: 'change', target, from, to: newest.at + 1 })).toReversed(),
    events: (await reader.events({ from, to: newest.at + 1 })).filter((event) => event.target === null || event.target === target),
  });
}

/** Writes that report; `out` where not the reports folder of the config. */
export async function reportRegression(
  config: Config,
  reader: StoreReader,
  { target, write, out }: { readonly target: string; readonly write: WriteDocument; readonly out: string | undefined },
): Promise<{ readonly folder: string; readonly files: WrittenFiles }> {
  const model = await regressionOf(reader, target);
  const folder = out ?? join(config.reports, `regression-${target}`);
  return { folder, files: await write(regressionDocument(model), folder) };
}

async function runsBy(reader: StoreReader, uids: readonly string[]): Promise<readonly RunRow[]> {
  const found = await Promise.all(uids.map((uid) => reader.run(uid)));
  return found.flatMap((run) => run ?? []).toSorted((a, b) => a.startedAt - b.startedAt || a.id - b.id);
}

async function unitsBy(
  reader: StoreReader,
  series: readonly number[],
  { at }: JudgementRow,
): Promise<ReadonlyMap<number, readonly UnitMedianRow[]>> {
  const upTo = { endedAt: at, run: Number.MAX_SAFE_INTEGER };
  const units = new Map<number, readonly UnitMedianRow[]>();
  for (const id of series) units.set(id, await reader.unitMediansOf({ series: id, upTo, limit: UNITS }));
  return units;
}
