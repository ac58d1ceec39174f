import { checkVerdicts, type CheckedSeries, type CheckSeries, type CheckVerdict } from '../../analysis/check.ts';
import { unitsOf } from '../../analysis/select.ts';
import type { ObjectiveResult } from '../../analysis/types.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { metricOf } from '../../core/metrics.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { IncidentRow, RunFacts } from '../../store/rows.ts';
import { judgeObjectives } from './judge-objectives.ts';

export interface CheckReport {
  readonly target: string;
  readonly verdict: CheckVerdict;
  /** Why nothing can be said, or null. */
  readonly couldNot: string | null;
  /** Units a side that would decide. */
  readonly need: number | null;
  readonly baseline: { readonly name: string; readonly version: number; readonly runs: readonly string[] };
  readonly runs: readonly string[];
  readonly series: readonly CheckedSeries[];
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
  readonly objectives: readonly ObjectiveResult[];
  readonly openIncidents: readonly IncidentRow[];
}

/** Holds the newest runs that are not in the baseline against it. Rejects with HarnessError `no-baseline`. */
export async function checkTarget(
  config: Config,
  reader: StoreReader,
  options: { readonly now: number; readonly target: string; readonly baseline: string },
): Promise<CheckReport> {
  const { now, target } = options;
  const baseline = await reader.baseline(options.baseline);
  if (baseline === undefined) {
    throw new HarnessError('no-baseline', `There is no baseline "${options.baseline}"`, {
      hint: `Set one from the newest runs: evenkeel baseline set ${options.baseline} --last ${config.check.last}`,
    });
  }
  const done = await reader.runs({ target, state: 'done', last: config.check.last + baseline.runs.length });
  const current = done.filter(({ uid }) => !baseline.runs.includes(uid)).slice(0, config.check.last);
  const before = await reader.facts(baseline.runs);
  const after = await reader.facts(current.map(({ uid }) => uid));
  const outcome = checkVerdicts(seriesOf(before), seriesOf(after), config.check);
  const newest = current[0];
  return {
    target,
    verdict: outcome.verdict,
    couldNot: couldNot(config, now, current.length, newest?.endedAt ?? null, outcome),
    need: outcome.need,
    baseline: { name: baseline.name, version: baseline.version, runs: baseline.runs },
    runs: current.map(({ uid }) => uid),
    series: outcome.series,
    refused: outcome.refused,
    objectives: await judgeObjectives(config, reader, target, now),
    openIncidents: await reader.incidents({ open: true, target }),
  };
}

function couldNot(
  config: Config,
  now: number,
  runs: number,
  newestEnd: number | null,
  outcome: ReturnType<typeof checkVerdicts>,
): string | null {
  if (newestEnd === null) return 'no run since the baseline was set';
  if (now - newestEnd > config.check.maxAgeMs * 1000) return `the newest run is too old: it ended ${isoTime(newestEnd)}`;
  if (outcome.verdict !== 'too few units') return null;
  return `too few units: ${runs} runs since the baseline${outcome.need === null ? '' : `; ready after ${Math.max(1, outcome.need - runs)} more`}`;
}

/** Every metric of jobs and phases, with its tags, by comparable instrument. */
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
