import type { PriceConfig } from '../../src/config/types.ts';
import type { OutageRule } from '../../src/analysis/outages.ts';
import type { CodeLists } from '../../src/core/documented-code.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { shellWord } from '../shell-word.ts';
import type { NearChange } from './around-events.ts';
import { instanceLabels, measuredSeries, type MeasuredSeries } from './measured-series.ts';
import { judgedObjectives, type JudgedObjective, type ReportedObjective } from './judged-objectives.ts';
import { probeLatencies, type ProbeLatency } from './probe-latency.ts';
import { rentedPhases, type RentedPhases } from './rented-phases.ts';
import { watchedSubjects, type WatchedSubject } from './watched-subject.ts';

export interface RunContext {
  readonly objectives: readonly ReportedObjective[];
  /** When a probe counts as down, by its name in the config. */
  readonly probes: { readonly [name: string]: OutageRule };
  /** Documented error codes by target, then operation or probe. */
  readonly errorCodes?: { readonly [target: string]: CodeLists };
  /** What an hour of each flavour costs. */
  readonly prices?: readonly PriceConfig[];
  /** Changes of level that the watch has judged. */
  readonly changes?: readonly NearChange[];
  /** The line that measures this again; told from the stored plan where absent. */
  readonly command?: string;
}

/** What the rows of a run (or of several that belong together) say, before it is put into words. */
export interface RunModel {
  readonly facts: RunFacts;
  /** Run uids, first start first. */
  readonly runs: readonly string[];
  readonly sharesHost: boolean;
  readonly jobs: readonly JobCount[];
  readonly series: readonly MeasuredSeries[];
  readonly rented: RentedPhases;
  readonly subjects: readonly WatchedSubject[];
  readonly latencies: readonly ProbeLatency[];
  readonly objectives: readonly JudgedObjective[];
  readonly errorCodes: { readonly [target: string]: CodeLists };
  readonly changes: readonly NearChange[];
  readonly prices: readonly PriceConfig[];
  readonly command: string;
  /** What a report calls an instance, by row id: `2`, or `1.2` where there are several runs. */
  readonly instanceLabel: (id: number | null) => string;
}

/** What became of the jobs of one kind; `missed` were planned and never begun. */
export interface JobCount {
  readonly kind: string;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly missed: number;
}

/** Pure: same facts and context, same model. Throws TypeError when the facts hold no run. */
export function runModel(facts: RunFacts, context: RunContext): RunModel {
  const ordered = facts.runs.toSorted((a, b) => a.startedAt - b.startedAt || a.id - b.id);
  const [first] = ordered;
  if (first === undefined) throw new TypeError('A report needs at least one run');
  return {
    facts: { ...facts, runs: ordered },
    runs: ordered.map(({ uid }) => uid),
    sharesHost: ordered.some(({ sharesHost }) => sharesHost),
    jobs: jobCounts(facts),
    series: measuredSeries(facts),
    rented: rentedPhases(facts),
    subjects: watchedSubjects(facts, context.probes),
    latencies: probeLatencies(facts),
    objectives: judgedObjectives(facts, context.objectives),
    errorCodes: context.errorCodes ?? {},
    changes: context.changes ?? [],
    prices: context.prices ?? [],
    command: context.command ?? commandOf(first),
    instanceLabel: instanceLabels(facts),
  };
}

function jobCounts(facts: RunFacts): readonly JobCount[] {
  const jobs = facts.observations.filter(({ subjectKind, attempt }) => subjectKind === 'job' && attempt === 0);
  const kinds = [...new Set([...facts.runs.flatMap(({ plan }) => Object.keys(plan.jobs)), ...jobs.map(({ subjectKey }) => subjectKey)])];
  return kinds.toSorted().map((kind) => {
    const own = jobs.filter(({ subjectKey }) => subjectKey === kind);
    const ending = (...outcomes: readonly string[]): number => own.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const planned = facts.runs.reduce((sum, { plan }) => sum + (Object.hasOwn(plan.jobs, kind) ? (plan.jobs[kind] ?? 0) : 0), 0);
    const missed = Math.max(0, planned - own.length);
    return { kind, planned, done: ending('ok', 'slow'), failed: ending('failed'), unknown: ending('unknown'), missed };
  });
}

function commandOf({ target, campaign, seed, plan }: RunFacts['runs'][number]): string {
  const jobs = Math.max(0, ...Object.values(plan.jobs));
  const parts = ['evenkeel', 'run', '--target', shellWord(target), '--instances', plan.instances, '--jobs', jobs, '--seed', seed];
  return [...parts, ...(campaign === null ? [] : ['--campaign', shellWord(campaign)])].join(' ');
}
