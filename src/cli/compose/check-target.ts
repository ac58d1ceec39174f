import type { CheckVerdict } from '../../analysis/check.ts';
import type { SubjectFailures } from '../../analysis/failures-against.ts';
import type { ObjectiveResult } from '../../analysis/types.ts';
import type { Config } from '../../config/types.ts';
import type { StoreReader } from '../../store/api.ts';
import type { BaselineRow, IncidentRow } from '../../store/rows.ts';
import { acceptedChanges, type Acknowledged } from './accepted-changes.ts';
import { compareNewest, type Compared, type ComparedSeries, type CompareOptions } from './compare-newest.ts';
import { judgeObjectives } from './judge-objectives.ts';

export interface CheckReport {
  readonly target: string;
  readonly verdict: CheckVerdict;
  /** Why nothing can be said, or null. */
  readonly couldNot: string | null;
  /** Units a side that would decide. */
  readonly need: number | null;
  /** The version that the runs were held against; null: there is none of that name. */
  readonly baseline: Pick<BaselineRow, 'id' | 'name' | 'version' | 'runs'> | null;
  readonly runs: readonly string[];
  /** Start of the first of these runs, µs; null without runs. */
  readonly since: number | null;
  readonly series: readonly ComparedSeries[];
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
  /** Of each subject against the baseline's; they change no verdict. */
  readonly failures: readonly SubjectFailures[];
  /** Changes that the newest version of the baseline took in. */
  readonly acknowledged: readonly Acknowledged[];
  readonly objectives: readonly ObjectiveResult[];
  readonly openIncidents: readonly IncidentRow[];
  /** Open, of probes that the config does not have any more: nobody will close them, and they count for nothing. */
  readonly abandonedIncidents: readonly IncidentRow[];
}

/** Holds the newest runs since the baseline against it, judges the objectives, and looks for open incidents. */
export async function checkTarget(
  config: Config,
  reader: StoreReader,
  options: CompareOptions & { readonly baseline: string },
): Promise<CheckReport> {
  const { now, target } = options;
  const baseline = await reader.baseline(options.baseline);
  const compared = baseline === undefined ? null : await compareNewest(config, reader, baseline, options);
  const incidents = await reader.incidents({ open: true, target: target.name });
  const isWatched = ({ subjectKind, subjectKey }: IncidentRow): boolean =>
    subjectKind !== 'probe' || Object.hasOwn(target.probes, subjectKey);
  return {
    target: target.name,
    ...(compared === null ? { ...NOTHING_COMPARED, couldNot: `there is no baseline "${options.baseline}"` } : told(compared)),
    acknowledged: baseline === undefined ? [] : await acceptedChanges(reader, baseline),
    objectives: await judgeObjectives(config, reader, target.name, now),
    openIncidents: incidents.filter((incident) => isWatched(incident)),
    abandonedIncidents: incidents.filter((incident) => !isWatched(incident)),
  };
}

type Told = Pick<CheckReport, 'verdict' | 'need' | 'couldNot' | 'baseline' | 'runs' | 'since' | 'series' | 'refused' | 'failures'>;

const NOTHING_COMPARED: Told = {
  verdict: 'too few units',
  need: null,
  couldNot: null,
  baseline: null,
  runs: [],
  since: null,
  series: [],
  refused: [],
  failures: [],
};

function told({ verdict, need, couldNot, against, runs, series, refused, failures }: Compared): Told {
  const { id, name, version } = against;
  return {
    verdict,
    need,
    couldNot,
    baseline: { id, name, version, runs: against.runs },
    runs: runs.map(({ uid }) => uid),
    since: runs.length === 0 ? null : Math.min(...runs.map(({ startedAt }) => startedAt)),
    series,
    refused,
    failures,
  };
}
