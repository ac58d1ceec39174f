import { judgeObjective } from '../../analysis/objectives.ts';
import type { ObjectiveResult } from '../../analysis/types.ts';
import type { Config, ObjectiveConfig } from '../../config/types.ts';
import { metricOf } from '../../core/metrics.ts';
import type { StoreReader } from '../../store/api.ts';

/** Every objective of this target over its own window, from whatever process measured. */
export async function judgeObjectives(
  config: Config,
  reader: StoreReader,
  target: string,
  now: number,
): Promise<readonly ObjectiveResult[]> {
  const own = config.objectives.filter((objective) => objective.target === target);
  return Promise.all(own.map((objective) => judge(objective, reader, now)));
}

async function judge(objective: ObjectiveConfig, reader: StoreReader, now: number): Promise<ObjectiveResult> {
  const { metric, tags, target, windowMs } = objective;
  const [from, to] = [now - windowMs * 1000, now + 1];
  const samples = (await reader.samples({ from, to, metric, target })).filter(
    (sample) =>
      (sample.outcome === 'ok' || sample.outcome === 'slow') && Object.entries(tags).every(([key, value]) => sample.tags[key] === value),
  );
  const probe = tags['probe'];
  const rows = await reader.observations({ from, to, target, ...(probe === undefined ? {} : { subjectKind: 'probe', subjectKey: probe }) });
  return judgeObjective(
    { ...objective, worse: metricOf(metric)?.worse ?? 'either' },
    {
      values: samples.flatMap(({ value }) => (value === null ? [] : [value])),
      looks: rows.filter(({ attempt }) => attempt === 0).map(({ at, outcome, code, id }) => ({ at, outcome, code, obs: id })),
    },
  );
}
