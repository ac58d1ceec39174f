import type { NearChange } from '../../../reports/run/around-events.ts';
import { knownChange } from '../../incidents/change-judgement.ts';
import type { StoreReader } from '../../store/api.ts';

/** The changes of level of jobs on these targets that the watch has judged, newest first. */
export async function judgedChanges(reader: StoreReader, targets: ReadonlySet<string>): Promise<readonly NearChange[]> {
  const judged = await Promise.all([...targets].map((target) => reader.judgements({ kind: 'change', target })));
  return judged.flat().flatMap(({ id, metric, tags, result }): readonly NearChange[] => {
    const known = knownChange(result);
    if (known === null || tags['job_kind'] === undefined) return [];
    const { since, interval, direction } = known;
    return [{ name: `${metric} ${tags['job_kind']}`, since, earliestAt: interval.low, latestAt: interval.high, direction, judgement: id }];
  });
}
