import { judgeObjective, type Objective } from '../../src/analysis/objectives.ts';
import { jobSeries, looksOf } from '../../src/analysis/select.ts';
import type { ObjectiveResult } from '../../src/analysis/types.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

/** What a report needs of a configured objective. */
export interface ReportedObjective extends Pick<Objective, 'id' | 'stat' | 'limit'> {
  readonly target: string;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly source: string | null;
}

export interface JudgedObjective {
  readonly objective: ReportedObjective;
  readonly worse: 'up' | 'down' | 'either';
  readonly result: ObjectiveResult;
  readonly values: Selection;
  readonly looks: Selection | null;
}

/** The objectives of the targets in these facts, judged over these facts only: a longer window is not looked up here. */
export function judgedObjectives(facts: RunFacts, objectives: readonly ReportedObjective[]): readonly JudgedObjective[] {
  const targets = new Set(facts.runs.map(({ target }) => target));
  const runs = facts.runs.map(({ uid }) => uid);
  return objectives
    .filter(({ target }) => targets.has(target))
    .map((objective) => {
      const { id, stat, limit, metric, tags, target } = objective;
      const worse = metricOf(metric)?.worse ?? 'either';
      const subject = subjectOf(metric, tags);
      const values = jobSeries(facts, { metric, tags: withTotal(metric, tags), target }).flatMap(({ value }) =>
        value === null ? [] : [value],
      );
      const looks = subject === null ? [] : looksOf(facts, { ...subject, target });
      return {
        objective,
        worse,
        result: judgeObjective({ id, stat, limit, worse }, { values, looks }),
        values: { rows: 'samples', runs, metric, tags: withTotal(metric, tags), target },
        looks: subject === null ? null : { rows: 'observations', runs, subject, target },
      };
    });
}

/** A probe's time without a named phase is its total. */
export function withTotal(metric: string, tags: { readonly [tag: string]: string }): { readonly [tag: string]: string } {
  return metric === 'probe_duration_seconds' && tags['phase'] === undefined ? { ...tags, phase: 'total' } : tags;
}

/** Whose looks a share is taken over, told by the tag that names the subject of the metric. */
export function subjectOf(
  metric: string,
  tags: { readonly [tag: string]: string },
): { readonly kind: 'probe' | 'api_call' | 'phase' | 'job'; readonly key: string } | null {
  const named = {
    probe_duration_seconds: ['probe', 'probe'],
    api_call_duration_seconds: ['api_call', 'operation'],
    instance_phase_duration_seconds: ['phase', 'phase'],
  } as const;
  const [kind, tag] = Object.hasOwn(named, metric) ? named[metric as keyof typeof named] : (['job', 'job_kind'] as const);
  const key = tags[tag];
  return key === undefined ? null : { kind, key };
}
