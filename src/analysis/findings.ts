import type { SubjectKind } from '../core/observation.ts';
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
}

/** Failures outside outages make a finding from this many on, if their share reaches the second number … */
const FAILURES = 3;
const LEAST_SHARE = 0.001;
/** … or from the first one on, where even the lower bound of their share (Wilson) is this much. */
const CERTAIN_SHARE = 0.01;

/** So many slow jobs are named in a finding. */
const JOBS_NAMED = 5;

/** What a run brought to light, one draft for each rule and subject. Our own subjects (`self`) are not the target's fault. */
export function findingsOf({ subjects, outliers, objectives, jobs }: FindingsInput): readonly FindingDraft[] {
  const watched = subjects.filter(({ kind }) => kind !== 'self');
  const slow = slowJobs(jobs);
  return [
    ...watched
      .filter((subject) => subject.outages.length > 0)
      .map((subject) => withJobs(outageFinding(subject), subject, subject.outages, slow)),
    ...watched
      .filter(({ failures }) => isIntermittent(failures))
      .map((subject) => withJobs(failureFinding(subject), subject, loneFailures(subject), slow)),
    ...outliers.map(outlierFinding),
    ...objectives.filter(({ state }) => state === 'not met').map(objectiveFinding),
  ];
}

function isIntermittent({ failed, share }: FailureShare): boolean {
  return failed > 0 && ((failed >= FAILURES && share.value >= LEAST_SHARE) || (share.low ?? 0) >= CERTAIN_SHARE);
}

function outageFinding({ kind, key, target, looks, outages }: SubjectFacts): FindingDraft {
  const codes = [...new Set(outages.map(({ code }) => code))].join(', ');
  const times = outages.length === 1 ? '' : `${outages.length} times `;
  const neverUp = !looks.some(({ outcome }) => outcome === 'ok' || outcome === 'slow');
  return {
    rule: `outage:${kind}:${key}`,
    target,
    title: `${label(kind, key)} was down ${times}(${codes}): ${outages.map(duration).join('; ')}`,
    impact: neverUp ? 'Critical' : 'High',
    description: neverUp ? `Every known look at ${label(kind, key)} failed.` : outages.map(course).join(' '),
    observations: outages.flatMap(({ observations }) => observations),
  };
}

function failureFinding({ kind, key, target, failures }: SubjectFacts): FindingDraft {
  const { failed, n, share, codes } = failures;
  const named = codes.map(({ code, n: count }) => `${code} ${count}×`).join(', ');
  return {
    rule: `failures:${kind}:${key}`,
    target,
    title: `${label(kind, key)} failed in ${failed} of ${n} (${codes.map(({ code }) => code).join(', ')})`,
    impact: share.value >= 0.05 ? 'Medium' : 'Low',
    description: `Outside outages ${percent(share.value)} failed, 95 % interval ${percent(share.low ?? 0)} to ${percent(share.high ?? 1)}: ${named}.`,
    observations: codes.flatMap(({ observations }) => observations),
  };
}

/** Each failure, or some in a row, outside outages as a stretch of its own. */
function loneFailures({ looks, outages }: SubjectFacts): readonly Outage[] {
  return outagesOf(outsideOutages(looks, outages), { openAfter: 1, closeAfter: 1 });
}

/** Two things at one time are told side by side; which of them caused the other is not known. A job is not beside itself. */
function withJobs(draft: FindingDraft, { kind, target }: SubjectFacts, down: readonly Outage[], slow: readonly TimedJob[]): FindingDraft {
  const beside =
    kind === 'job'
      ? []
      : jobsBeside(
          down,
          slow.filter((job) => job.target === target),
        );
  if (beside.length === 0) return draft;
  const named = beside.slice(0, JOBS_NAMED).map((job) => `${job.kind} ${seconds(job.seconds)}`);
  const more = beside.length > JOBS_NAMED ? ` and ${beside.length - JOBS_NAMED} more` : '';
  const description = `${draft.description} Slow jobs that ran meanwhile: ${named.join(', ')}${more}.`;
  return { ...draft, description, beside: beside.map(({ obs }) => obs) };
}

function outlierFinding({ instance, name = `instance id ${instance}`, phase, obs, value, peersMedian, ratio }: Outlier): FindingDraft {
  return {
    rule: `outlier:${phase}:${instance}:${obs}`,
    title: `${phase} of ${name} took ${seconds(value)}, ${ratio.toFixed(1)} times the others' median`,
    impact: 'Medium',
    description: `The other instances took ${seconds(peersMedian)} in the median.`,
    observations: [obs],
  };
}

function objectiveFinding({ id, value, limit, n }: ObjectiveResult): FindingDraft {
  const bounds =
    value === null || value.low === null || value.high === null ? '' : `, interval ${figure(value.low)} to ${figure(value.high)}`;
  return {
    rule: `objective:${id}`,
    title: `Objective ${id} is not met: ${figure(value?.value ?? Number.NaN)} against the limit ${figure(limit)}`,
    impact: 'High',
    description: `From ${n} values${bounds}.`,
    observations: [],
  };
}

function label(kind: SubjectKind, key: string): string {
  return kind === 'api_call' ? `API call ${key}` : `${kind} ${key}`;
}

function duration({ downtime: { min, max }, firstOkAt }: Outage): string {
  if (max !== null) return `at least ${seconds(min)}, at most ${seconds(max)}`;
  return `at least ${seconds(min)}${firstOkAt === null ? ', not over yet' : ', down before the first look'}`;
}

function course({ lastOkAt, firstBadAt, lastBadAt, firstOkAt, looks }: Outage): string {
  const begin = lastOkAt === null ? `before ${time(firstBadAt)}` : `between ${time(lastOkAt)} and ${time(firstBadAt)}`;
  const end = firstOkAt === null ? `had not ended at ${time(lastBadAt)}` : `ended between ${time(lastBadAt)} and ${time(firstOkAt)}`;
  return `It began ${begin} and ${end}; ${looks} looks failed.`;
}

function time(us: number): string {
  return new Date(us / 1000).toISOString();
}

function seconds(value: number): string {
  return `${value.toPrecision(3).replace(/\.?0+$/, '')} s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
