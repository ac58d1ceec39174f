import { faultRecovery, type FaultRecovery } from '../../analysis/fault-recovery.ts';
import type { FaultedLoad, Iteration } from '../../analysis/faulted-load.ts';
import { groupBy } from '../../analysis/group-by.ts';
import type { InjectedFault, SeriesName } from '../../files/file-row.ts';
import type { ReadFile } from '../../files/read-series.ts';
import type { FileSeries } from '../../files/series-columns.ts';

/** What a fault did to one timing of the loads that a file tells of. */
export interface FileRecovery {
  /** What was done, in the words of the file. */
  readonly action: string;
  readonly metric: string;
  /** Keys of the series, in the order of `recovery.loads`. */
  readonly series: readonly string[];
  readonly recovery: FaultRecovery;
}

/**
 * The loads of a file into which a fault was injected: those of one action, one metric and equal groups but for their number (`load`)
 * are judged together. Where a load had several faults the first counts, and what the others did is among its periods. A failure
 * whose length the file does not tell counts as an instant.
 */
export function fileRecoveries({ series, faults }: Pick<ReadFile, 'series' | 'faults'>): readonly FileRecovery[] {
  const loads = series.flatMap((one) => {
    const fault = faults.filter(({ groups }) => belongs(groups, one)).reduce<InjectedFault | undefined>(earlier, undefined);
    if (fault === undefined || one.times === null) return [];
    const load: FaultedLoad = { iterations: iterationsOf(one, one.times), faultAt: fault.startedAt };
    return [{ action: fault.action, name: one.name, load }];
  });
  return [...groupBy(loads, kindOf).values()].map((group) => {
    const [{ action, name }] = group as [(typeof loads)[number]];
    return {
      action,
      metric: name.metric,
      series: group.map((one) => one.name.key),
      recovery: faultRecovery(group.map(({ load }) => load)),
    };
  });
}

function kindOf({ action, name }: { readonly action: string; readonly name: SeriesName }): string {
  const { load: _number, ...groups } = name.groups;
  return JSON.stringify([action, name.metric, groups]);
}

function belongs(groups: InjectedFault['groups'], { name }: FileSeries): boolean {
  return Object.entries(groups).every(([group, value]) => name.groups[group] === value);
}

function earlier(best: InjectedFault | undefined, fault: InjectedFault): InjectedFault {
  return best !== undefined && best.startedAt <= fault.startedAt ? best : fault;
}

/** A row that neither failed nor has a value is missing, and no iteration. */
function iterationsOf({ values, failures }: FileSeries, times: Float64Array): readonly Iteration[] {
  const took = new Map(failures.map((failure) => [failure.index, failure.took ?? 0]));
  return Array.from(times, (at, index) => ({ at, seconds: took.get(index) ?? (values[index] as number), failed: took.has(index) })).filter(
    ({ seconds }) => Number.isFinite(seconds),
  );
}
