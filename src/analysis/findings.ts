import { DEFAULT_RULES, type FindingRule } from '../core/finding.ts';
import type { SubjectKind } from '../core/observation.ts';
import { codeFindings, type CodesOf } from './code-findings.ts';
import { failsTooOften, ruleFor } from './finding-rules.ts';
import { figureWords, percentWords, secondsWords, subjectLabel } from './finding-words.ts';
import { groupBy } from './group-by.ts';
import { outageFindings } from './outage-findings.ts';
import { outsideOutages } from './failures.ts';
import { outages as outagesOf } from './outages.ts';
import { jobsBeside, slowJobs, type TimedJob } from './slow-jobs.ts';
import type { FailureShare, FindingDraft, Look, ObjectiveResult, Outage, Outlier } from './types.ts';

export interface SubjectFacts {
  readonly kind: SubjectKind;
  readonly key: string;
  readonly target: string;
  readonly looks: readonly Look[];
  readonly outages: readonly Outage[];
  readonly failures: FailureShare;
}

export interface FindingsInput {
  readonly subjects: readonly SubjectFacts[];
  readonly outliers: readonly Outlier[];
  readonly objectives: readonly ObjectiveResult[];
  /** Jobs that ended well: the slow ones among them are told where they ran beside a failure. */
  readonly jobs: readonly TimedJob[];
  /** Of the outliers and objectives. */
  readonly target?: string;
  /** DEFAULT_RULES where absent. */
  readonly rules?: readonly FindingRule[];
  /** Which error codes are documented; absent: not known, and none is undocumented. */
  readonly codesOf?: CodesOf;
}

/** So many slow jobs are named in a finding. */
const JOBS_NAMED = 5;

/** What a run brought to light by these rules, one draft for each fault. Our own subjects (`self`) are not the target's fault. */
export function findingsOf({
  subjects,
  outliers,
  objectives,
  jobs,
  target,
  rules = DEFAULT_RULES,
  codesOf,
}: FindingsInput): readonly FindingDraft[] {
  const watched = subjects.filter(({ kind }) => kind !== 'self');
  const slow = slowJobs(jobs);
  const down = watched
    .filter(({ outages }) => outages.length > 0)
    .map((subject) => ({ ...subject, wasUp: subject.looks.some((look) => isUp(look)) }));
  return [
    ...outageFindings(down, rules).map(({ subjects: hit, draft }) =>
      withJobs(
        draft,
        hit.every(({ kind }) => kind === 'job'),
        hit.flatMap(({ outages }) => outages),
        slow.filter((job) => job.target === draft.target),
      ),
    ),
    ...watched.flatMap((subject) => {
      const rule = ruleFor(rules, 'failures', subject.target, subject.key);
      if (rule === null || !failsTooOften(subject.failures, rule)) return [];
      const beside = slow.filter((job) => job.target === subject.target);
      return [withJobs(failureFinding(subject, rule), subject.kind === 'job', loneFailures(subject), beside)];
    }),
    ...[...groupBy(outliers, ({ phase }) => phase)].flatMap(([phase, group]) => {
      const rule = ruleFor(rules, 'outlier', target, phase);
      return rule === null ? [] : [withImpact(outlierFinding(group), rule)];
    }),
    ...objectives.flatMap((objective) => {
      const rule = objective.state === 'not met' ? ruleFor(rules, 'objective', target, objective.id) : null;
      return rule === null ? [] : [withImpact(objectiveFinding(objective), rule)];
    }),
    ...(codesOf === undefined ? [] : codeFindings(watched, rules, codesOf)),
  ];
}

function isUp({ outcome }: Look): boolean {
  return outcome === 'ok' || outcome === 'slow';
}

function withImpact(draft: FindingDraft, { impact }: FindingRule): FindingDraft {
  return impact === null ? draft : { ...draft, impact };
}

function failureFinding({ kind, key, target, failures }: SubjectFacts, rule: FindingRule): FindingDraft {
  const { failed, n, share, codes } = failures;
  const named = codes.map(({ code, n: count }) => `${code} ${count}×`).join(', ');
  return {
    rule: `failures:${kind}:${key}`,
    target,
    title: `${subjectLabel(kind, key)} failed in ${failed} of ${n} (${codes.map(({ code }) => code).join(', ')})`,
    impact: rule.impact ?? (share.value >= 0.05 ? 'Medium' : 'Low'),
    description: `Outside outages ${percentWords(share.value)} failed, 95 % interval ${percentWords(share.low ?? 0)} to ${percentWords(share.high ?? 1)}: ${named}.`,
    observations: codes.flatMap(({ observations }) => observations),
  };
}

/** Each failure, or some in a row, outside outages as a stretch of its own. */
function loneFailures({ looks, outages }: SubjectFacts): readonly Outage[] {
  return outagesOf(outsideOutages(looks, outages), { openAfter: 1, closeAfter: 1 });
}

/** Two things at one time are told side by side; which of them caused the other is not known. A job is not beside itself. `slow`: of this target. */
function withJobs(draft: FindingDraft, isOfJobs: boolean, down: readonly Outage[], slow: readonly TimedJob[]): FindingDraft {
  const beside = isOfJobs ? [] : jobsBeside(down, slow);
  if (beside.length === 0) return draft;
  const named = beside.slice(0, JOBS_NAMED).map((job) => `${job.kind} ${secondsWords(job.seconds)}`);
  const more = beside.length > JOBS_NAMED ? ` and ${beside.length - JOBS_NAMED} more` : '';
  const description = `${draft.description} Slow jobs that ran meanwhile: ${named.join(', ')}${more}.`;
  return { ...draft, description, beside: beside.map(({ obs }) => obs) };
}

/** One phase that now and then takes long is one fault; the slowest gives the title. */
function outlierFinding(group: readonly Outlier[]): FindingDraft {
  const [slowest, ...others] = group.toSorted((a, b) => b.ratio - a.ratio) as [Outlier, ...Outlier[]];
  const told = ({ instance, name = `instance id ${instance}`, value, ratio }: Outlier): string =>
    `${name} took ${secondsWords(value)}, ${ratio.toFixed(1)} times the others' median`;
  return {
    rule: `outlier:${slowest.phase}`,
    title: `${slowest.phase} of ${told(slowest)}`,
    impact: 'Medium',
    description: [
      `The other instances took ${secondsWords(slowest.peersMedian)} in the median.`,
      ...others.map((other) => `Also ${told(other)}.`),
    ].join(' '),
    observations: [slowest, ...others].map(({ obs }) => obs),
  };
}

function objectiveFinding({ id, value, limit, n }: ObjectiveResult): FindingDraft {
  const bounds =
    value === null || value.low === null || value.high === null ? '' : `, interval ${figureWords(value.low)} to ${figureWords(value.high)}`;
  return {
    rule: `objective:${id}`,
    title: `Objective ${id} is not met: ${figureWords(value?.value ?? Number.NaN)} against the limit ${figureWords(limit)}`,
    impact: 'High',
    description: `From ${n} values${bounds}.`,
    observations: [],
  };
}
