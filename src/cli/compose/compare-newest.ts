import type { AcceptedChange } from '../../analysis/acknowledged.ts';
import { checkVerdicts, type CheckedSeries, type CheckOutcome, type CheckVerdict } from '../../analysis/check.ts';
import { failuresAgainst, type SubjectFailures } from '../../analysis/failures-against.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { BaselineRow, RunFacts, RunRow } from '../../store/rows.ts';
import { acceptedChanges } from './accepted-changes.ts';
import { checkSeries, type StoredSeries } from './check-series.ts';
import { unitsToGo, wordsToGo } from './units-to-go.ts';

/** One series of a check, with the row that a judgement names. */
export type ComparedSeries = CheckedSeries & { readonly id: number };

export interface Compared {
  readonly verdict: CheckVerdict;
  readonly need: number | null;
  readonly couldNot: string | null;
  /** The version that the runs were held against. */
  readonly against: BaselineRow;
  readonly runs: readonly RunRow[];
  readonly series: readonly ComparedSeries[];
  readonly refused: CheckOutcome['refused'];
  /** Failures of each subject against the baseline's. They are told and change no verdict: a limit on them is an objective. */
  readonly failures: readonly SubjectFailures[];
}

export interface CompareOptions {
  /** µs since 1970. */
  readonly now: number;
  readonly target: TargetConfig;
  /** Of the bootstrap. */
  readonly seed: number;
}

/**
 * The newest runs since the baseline against it. While too few have followed one that took an accepted change in, they and its own runs
 * are held against the version before, where that change is acknowledged: a check is not blind for having been told something.
 */
export async function compareNewest(
  config: Config,
  reader: StoreReader,
  baseline: BaselineRow,
  options: CompareOptions,
): Promise<Compared> {
  const held = await compareWith(config, reader, baseline, options, []);
  if (held.verdict !== 'too few units' || baseline.accepts.length === 0) return held;
  const versions = (await reader.baselines()).filter(({ name, version }) => name === baseline.name && version < baseline.version);
  const previous = versions.at(-1);
  if (previous === undefined) return held;
  const accepted = await acceptedChanges(reader, baseline);
  const older = await compareWith(config, reader, previous, options, accepted);
  return older.verdict === 'too few units' || older.couldNot !== null ? held : older;
}

interface Held {
  readonly runs: readonly RunRow[];
  readonly before: readonly StoredSeries[];
  readonly after: readonly StoredSeries[];
  readonly outcome: CheckOutcome;
  readonly failures: readonly SubjectFailures[];
}

async function compareWith(
  config: Config,
  reader: StoreReader,
  baseline: BaselineRow,
  { now, target, seed }: CompareOptions,
  accepted: readonly AcceptedChange[],
): Promise<Compared> {
  const facts = await reader.facts(baseline.runs);
  const before = checkSeries(facts);
  const later = await runsSince(reader, facts, target.name);
  const hold = async (runs: readonly RunRow[]): Promise<Held> => {
    const current = await reader.facts(runs.map(({ uid }) => uid));
    const after = checkSeries(current);
    const failures = failuresAgainst(facts, current, config.check.alarmsPerMonth / config.check.checksPerMonth);
    return { runs, before, after, outcome: checkVerdicts(before, after, { ...config.check, accepted, seed }), failures };
  };
  let held = await hold(later.slice(0, config.check.last));
  const toGo = unitsToGo(held.before, held.after, config.check);
  // The alarm budget may ask for more runs than `last`: older ones since the baseline are taken in.
  if (held.outcome.verdict === 'too few units' && toGo.need !== null && later.length > held.runs.length) {
    held = await hold(later.slice(0, Math.max(toGo.need, config.check.last)));
  }
  const { outcome, runs, after, failures } = held;
  const idOf = ({ key, comparable }: CheckedSeries): number =>
    after.find((series) => series.key === key && series.comparable === comparable)?.id ?? 0;
  return {
    ...outcome,
    couldNot: couldNot(config, baseline, target, held, facts.runs[0]?.sharesHost === true, now),
    against: baseline,
    runs,
    failures,
    series: outcome.series.map((series) => ({ ...series, id: idOf(series) })),
  };
}

/** Finished runs that began after the newest of the baseline, newest first. */
async function runsSince(reader: StoreReader, { runs }: RunFacts, target: string): Promise<readonly RunRow[]> {
  const begun = Math.max(...runs.map(({ startedAt }) => startedAt));
  const own = new Set(runs.map(({ uid }) => uid));
  return (await reader.runs({ target, state: 'done' })).filter(({ uid, startedAt }) => startedAt > begun && !own.has(uid));
}

function couldNot(
  config: Config,
  baseline: BaselineRow,
  target: TargetConfig,
  { runs, before, after, outcome }: Held,
  areRuns: boolean,
  now: number,
): string | null {
  const [newest] = runs;
  const endedAt = newest?.endedAt ?? newest?.startedAt;
  if (endedAt !== undefined && now - endedAt > config.check.maxAgeMs * 1000) {
    return `the newest run is too old: it ended ${isoTime(endedAt)}, longer ago than check.max_age`;
  }
  if (outcome.verdict !== 'too few units') return null;
  if (after.length > 0 && outcome.series.length === 0) return 'nothing of the newest runs can be compared with the baseline';
  const entries = config.schedule.filter((entry) => entry.what === 'run' && entry.target === target.name);
  return `too few units: ${wordsToGo(unitsToGo(before, after, config.check), {
    unit: areRuns ? 'run' : 'host',
    runs: runs.length,
    baseline: baseline.name,
    entries,
    now,
  })}`;
}
