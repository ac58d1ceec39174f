import { subjectOf, withTotal } from '../../../reports/run/judged-objectives.ts';
import { judgeObjective } from '../../analysis/objectives.ts';
import { jobSeries } from '../../analysis/select.ts';
import type { Look, ObjectiveResult } from '../../analysis/types.ts';
import type { Config, ObjectiveConfig } from '../../config/types.ts';
import { metricOf } from '../../core/metrics.ts';
import type { StoreReader } from '../../store/api.ts';

/** So much is read at a time, µs: a month of looks does not fit into memory. */
const SLICE_US = 6 * 3_600_000_000;

/** Every objective of this target over its own window until `now` (µs), from whatever process measured. */
export async function judgeObjectives(
  config: Config,
  reader: Pick<StoreReader, 'observations' | 'samples'>,
  target: string,
  now: number,
): Promise<readonly ObjectiveResult[]> {
  const results: ObjectiveResult[] = [];
  for (const objective of config.objectives) {
    if (objective.target === target) results.push(await judge(objective, reader, now));
  }
  return results;
}

async function judge(
  objective: ObjectiveConfig,
  reader: Pick<StoreReader, 'observations' | 'samples'>,
  now: number,
): Promise<ObjectiveResult> {
  const { metric, target, windowMs } = objective;
  const isShare = objective.stat === 'availability' || objective.stat === 'failure_share';
  const tags = withTotal(metric, objective.tags);
  const subject = subjectOf(metric, objective.tags);
  const values: number[] = [];
  const looks: Look[] = [];
  for (let from = now - windowMs * 1000; from <= now; from += SLICE_US) {
    const range = { from, to: Math.min(from + SLICE_US, now + 1), target };
    const named = subject === null ? {} : { subjectKind: subject.kind, subjectKey: subject.key };
    const observations = await reader.observations({ ...range, ...named });
    if (observations.length === 0) continue;
    if (isShare && subject !== null) {
      for (const { at, outcome, code, id, attempt } of observations) if (attempt === 0) looks.push({ at, outcome, code, obs: id });
    }
    if (isShare) continue;
    const samples = await reader.samples({ ...range, metric });
    const facts = { runs: [], executions: [], instances: [], resources: [], observations, samples, gaps: [], events: [], findings: [] };
    for (const { value } of jobSeries(facts, { metric, tags, target })) if (value !== null) values.push(value);
  }
  return judgeObjective({ ...objective, worse: metricOf(metric)?.worse ?? 'either' }, { values, looks });
}
