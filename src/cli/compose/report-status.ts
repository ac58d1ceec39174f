import { join } from 'node:path';
import { subjectOf, withTotal, type JudgedObjective } from '../../../reports/run/judged-objectives.ts';
import { statusDocument } from '../../../reports/status/document.ts';
import { statusModel, type StatusFacts, type StatusModel } from '../../../reports/status/model.ts';
import { watchedLatency, type WatchedLatency } from '../../../reports/status/watched-latency.ts';
import { watchedProbe, type WatchedProbe } from '../../../reports/status/watched-probe.ts';
import { windowObjective } from '../../../reports/status/window-objective.ts';
import type { Config, ObjectiveConfig } from '../../config/types.ts';
import { metricOf } from '../../core/metrics.ts';
import type { StoreReader } from '../../store/api.ts';
import type { ObservationRow } from '../../store/rows.ts';
import type { Window, WindowSeriesRow, WindowSubjectRow, WindowValues } from '../../store/window-rows.ts';
import type { WriteDocument } from './report-writer.ts';
import { keptWindow, watchRule, type WatchedConfig } from './watched-window.ts';

const PROBE_TIMES = 'probe_duration_seconds';
/** Raw answers that a report links to, in all. */
const CITED = 300;

export interface StatusOptions {
  /** µs since 1970. */
  readonly now: number;
  readonly window: Window;
  /** null: all targets. */
  readonly target: string | null;
}

type StatusConfig = WatchedConfig & Pick<Config, 'objectives'>;

/** What the watch saw of a window. Looks and values are read a subject at a time, and of them only figures are kept. */
export async function statusOf(
  config: StatusConfig,
  reader: StoreReader,
  { now, window: asked, target }: StatusOptions,
): Promise<StatusModel> {
  const filter = target === null ? {} : { target };
  const window = await keptWindow(reader, asked, await reader.windowSubjects({ ...asked, ...filter }), now - config.keep.probesMs * 1000);
  const before = { from: window.from - (window.to - window.from), to: window.from };
  const plan = await reader.windowPlan(window);
  const subjects = await reader.windowSubjects({ ...window, ...filter });
  const series = await reader.windowSeries({ ...window, ...filter, metric: PROBE_TIMES });
  const probes: WatchedProbe[] = [];
  const latencies: WatchedLatency[] = [];
  for (const subject of subjects) {
    const looks = await reader.looksOfSubject({ ...window, subject: subject.id });
    probes.push(watchedProbe(subject, looks, { window, rule: watchRule(config, subject), gaps: plan.gaps }));
    const own = series.filter((row) => isOf(row, subject)).toSorted((a, b) => phaseRank(a) - phaseRank(b));
    const values = await valuesBySeries(reader, own, window);
    const earlier = await valuesBySeries(reader, own, before);
    for (const [index, row] of own.entries()) {
      const found = watchedLatency(row, { now: values[index] as WindowValues, before: earlier[index] as WindowValues }, { window, before });
      if (found !== null) latencies.push(found);
    }
  }
  const objectives = config.objectives.filter((objective) => target === null || objective.target === target);
  const onProbes = objectives.filter(({ metric, tags }) => subjectOf(metric, tags)?.kind === 'probe');
  const facts = {
    asked,
    window,
    before,
    target,
    plan,
    probes,
    latencies,
    objectives: await judged(reader, onProbes, { window, subjects, series }),
    objectivesOfRuns: objectives.filter((objective) => !onProbes.includes(objective)).map(({ id }) => id),
    incidents: await reader.incidents(filter),
    changes: await reader.judgements({ kind: 'change', ...window, ...filter }),
    runs: await reader.runs(filter),
    findings: await reader.findings({}),
    events: await reader.events(window),
  } satisfies Omit<StatusFacts, 'observations'>;
  return statusModel({ ...facts, observations: await cited(reader, probes) });
}

/** Writes the report of a window; `out` where not the reports folder of the config. */
export async function reportStatus(
  config: Config,
  reader: StoreReader,
  options: StatusOptions & { readonly write: WriteDocument; readonly out: string | undefined },
) {
  const model = await statusOf(config, reader, options);
  const { from, to } = options.window;
  const day = (us: number): string => new Date(us / 1000).toISOString().slice(0, 16).replaceAll(':', '');
  const name = `status-${options.target === null ? '' : `${options.target}-`}${day(from)}-${day(to)}`;
  const folder = options.out ?? join(config.reports, name);
  return { folder, files: await options.write(statusDocument(model), folder), model };
}

function isOf({ tags, target, observer }: WindowSeriesRow, subject: WindowSubjectRow): boolean {
  return tags['probe'] === subject.key && target === subject.target && observer === subject.observer;
}

const PHASES = ['total', 'dns', 'connect', 'tls', 'wait', 'transfer'];

function phaseRank({ tags }: WindowSeriesRow): number {
  const rank = PHASES.indexOf(tags['phase'] ?? '');
  return rank === -1 ? PHASES.length : rank;
}

/** All at once: the reader's thread reads them one after the other, and its looks of this probe serve them all. */
async function valuesBySeries(reader: StoreReader, series: readonly WindowSeriesRow[], window: Window): Promise<readonly WindowValues[]> {
  return Promise.all(series.map(({ id }) => reader.valuesOfSeries({ ...window, series: id })));
}

interface Read {
  readonly window: Window;
  readonly subjects: readonly WindowSubjectRow[];
  readonly series: readonly WindowSeriesRow[];
}

async function judged(
  reader: StoreReader,
  objectives: readonly ObjectiveConfig[],
  { window, subjects, series }: Read,
): Promise<readonly JudgedObjective[]> {
  const results: JudgedObjective[] = [];
  for (const objective of objectives) {
    const { metric, target, stat } = objective;
    const isShare = stat === 'availability' || stat === 'failure_share';
    const tags = withTotal(metric, objective.tags);
    const subject = subjectOf(metric, objective.tags) ?? { kind: 'probe', key: '' };
    const own = subjects.filter((row) => row.target === target && row.key === subject.key);
    const matching = series.filter((row) => row.target === target && Object.entries(tags).every(([tag, value]) => row.tags[tag] === value));
    // Two vantage points see two things: the first by name speaks.
    const [observer] = own.map((row) => row.observer).toSorted();
    const looked = own.find((row) => row.observer === observer);
    const looks = isShare && looked !== undefined ? await reader.looksOfSubject({ ...window, subject: looked.id }) : null;
    const values = isShare
      ? []
      : await valuesBySeries(
          reader,
          matching.filter((row) => row.observer === observer),
          window,
        );
    const seen = observer === undefined ? {} : { observer };
    results.push({
      objective,
      worse: metricOf(metric)?.worse ?? 'either',
      result: windowObjective(objective, { looks, values: inTimeOrder(values) }),
      values: { rows: 'samples', runs: [], window, metric, tags, target, ...seen },
      looks: { rows: 'observations', runs: [], window, subject, target, ...seen },
    });
  }
  return results;
}

function inTimeOrder(series: readonly WindowValues[]): Float64Array {
  const [first, ...others] = series;
  if (first === undefined || others.length === 0) return first?.values ?? new Float64Array(0);
  const rows = series.flatMap(({ at, values }) => Array.from(at, (instant, index) => [instant, values[index] as number] as const));
  return Float64Array.from(
    rows.toSorted(([a], [b]) => a - b),
    ([, value]) => value,
  );
}

/** The first failures of each fault, for their raw answers. */
async function cited(reader: StoreReader, probes: readonly WatchedProbe[]): Promise<readonly ObservationRow[]> {
  const lists = probes.flatMap(({ outages, failures }) => [...outages, ...failures.codes]);
  const ids = [...new Set(lists.flatMap(({ observations }) => observations.slice(0, 3)))].slice(0, CITED);
  const found: ObservationRow[] = [];
  for (const id of ids) {
    const row = await reader.observation(id);
    if (row !== undefined) found.push(row.observation);
  }
  return found;
}
