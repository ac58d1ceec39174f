import { checkVerdicts, type CheckedSeries, type CheckOutcome, type CheckSeries, type CheckVerdict } from '../../analysis/check.ts';
import { unitsOf } from '../../analysis/select.ts';
import type { ObjectiveResult } from '../../analysis/types.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import { metricOf } from '../../core/metrics.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { BaselineRow, IncidentRow, RunFacts, RunRow } from '../../store/rows.ts';
import { judgeObjectives } from './judge-objectives.ts';
import { unitsToGo, wordsToGo } from './units-to-go.ts';

export interface CheckReport {
  readonly target: string;
  readonly verdict: CheckVerdict;
  /** Why nothing can be said, or null. */
  readonly couldNot: string | null;
  /** Units a side that would decide. */
  readonly need: number | null;
  /** null: there is none of that name. */
  readonly baseline: { readonly name: string; readonly version: number; readonly runs: readonly string[] } | null;
  readonly runs: readonly string[];
  readonly series: readonly CheckedSeries[];
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
  readonly objectives: readonly ObjectiveResult[];
  readonly openIncidents: readonly IncidentRow[];
  /** Open, of probes that the config does not have any more: nobody will close them, and they count for nothing. */
  readonly abandonedIncidents: readonly IncidentRow[];
}

interface CheckOptions {
  /** µs since 1970. */
  readonly now: number;
  readonly target: TargetConfig;
  readonly baseline: string;
}

/** Holds the newest runs since the baseline against it, judges the objectives, and looks for open incidents. */
export async function checkTarget(config: Config, reader: StoreReader, options: CheckOptions): Promise<CheckReport> {
  const { now, target } = options;
  const baseline = await reader.baseline(options.baseline);
  const compared = baseline === undefined ? NOTHING_COMPARED : await compareNewest(config, reader, baseline, options);
  const incidents = await reader.incidents({ open: true, target: target.name });
  const isWatched = ({ subjectKind, subjectKey }: IncidentRow): boolean =>
    subjectKind !== 'probe' || Object.hasOwn(target.probes, subjectKey);
  return {
    target: target.name,
    ...compared,
    couldNot: baseline === undefined ? `there is no baseline "${options.baseline}"` : compared.couldNot,
    baseline: baseline === undefined ? null : { name: baseline.name, version: baseline.version, runs: baseline.runs },
    objectives: await judgeObjectives(config, reader, target.name, now),
    openIncidents: incidents.filter((incident) => isWatched(incident)),
    abandonedIncidents: incidents.filter((incident) => !isWatched(incident)),
  };
}

type Compared = Pick<CheckReport, 'verdict' | 'need' | 'couldNot' | 'runs' | 'series' | 'refused'>;

const NOTHING_COMPARED: Compared = { verdict: 'too few units', need: null, couldNot: null, runs: [], series: [], refused: [] };

async function compareNewest(config: Config, reader: StoreReader, baseline: BaselineRow, { now, target }: CheckOptions): Promise<Compared> {
  const before = await reader.facts(baseline.runs);
  const begun = Math.max(...before.runs.map(({ startedAt }) => startedAt));
  const later = (await reader.runs({ target: target.name, state: 'done' })).filter(
    ({ uid, startedAt }) => startedAt > begun && !baseline.runs.includes(uid),
  );
  const hold = async (runs: readonly RunRow[]): Promise<Held> => {
    const sides = { before: seriesOf(before), after: seriesOf(await reader.facts(runs.map(({ uid }) => uid))) };
    return { runs, ...sides, outcome: checkVerdicts(sides.before, sides.after, config.check) };
  };
  let held = await hold(later.slice(0, config.check.last));
  const toGo = unitsToGo(held.before, held.after, config.check);
  // The alarm budget may ask for more runs than `last`: older ones since the baseline are taken in.
  if (held.outcome.verdict === 'too few units' && toGo.need !== null && later.length > held.runs.length) {
    held = await hold(later.slice(0, Math.max(toGo.need, config.check.last)));
  }
  const { outcome, runs } = held;
  return {
    verdict: outcome.verdict,
    need: outcome.need,
    couldNot: couldNot(config, baseline, target, held, before.runs[0]?.sharesHost === true, now),
    runs: runs.map(({ uid }) => uid),
    series: outcome.series,
    refused: outcome.refused,
  };
}

interface Held {
  readonly runs: readonly RunRow[];
  readonly before: readonly CheckSeries[];
  readonly after: readonly CheckSeries[];
  readonly outcome: CheckOutcome;
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

/** Every metric of jobs, phases, probes and calls, with its tags, by comparable instrument. */
function seriesOf(facts: RunFacts): readonly CheckSeries[] {
  const keys = new Map(
    facts.samples.filter(({ runId }) => runId !== null).map(({ metric, tags }) => [JSON.stringify([metric, tags]), { metric, tags }]),
  );
  return [...keys.values()].flatMap(({ metric, tags }) => {
    const known = metricOf(metric);
    if (known === undefined || metric.startsWith('observer_')) return [];
    const words = Object.values(tags).join(' ');
    return unitsOf(facts, { metric, tags }).map(({ comparable, units }) => ({
      key: `${metric}${words === '' ? '' : ` ${words}`}`,
      comparable,
      worse: known.worse,
      units,
    }));
  });
}
