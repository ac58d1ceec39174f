import type { EventRow, FindingRow, IncidentRow, JudgementRow, ObservationRow, RunRow } from '../../src/store/rows.ts';
import type { Window, WindowPlan } from '../../src/store/window-rows.ts';
import { shellWord } from '../shell-word.ts';
import type { JudgedObjective } from '../run/judged-objectives.ts';
import type { WatchedLatency } from './watched-latency.ts';
import type { WatchedProbe } from './watched-probe.ts';

/** What was read of a window; of looks and values only what `watchedProbe` and `watchedLatency` kept. */
export interface StatusFacts {
  /** As it was asked for, and what of it is reported: raw rows before may have expired. */
  readonly asked: Window;
  readonly window: Window;
  /** The window of the same length before it. */
  readonly before: Window;
  /** null: all targets. */
  readonly target: string | null;
  readonly plan: WindowPlan;
  readonly probes: readonly WatchedProbe[];
  readonly latencies: readonly WatchedLatency[];
  readonly objectives: readonly JudgedObjective[];
  /** Ids of objectives on what is measured in runs. */
  readonly objectivesOfRuns: readonly string[];
  readonly incidents: readonly IncidentRow[];
  /** Judgements of kind change. */
  readonly changes: readonly JudgementRow[];
  readonly runs: readonly RunRow[];
  readonly findings: readonly FindingRow[];
  readonly events: readonly EventRow[];
  /** Those that the tables link to. */
  readonly observations: readonly ObservationRow[];
}

export interface StatusModel extends StatusFacts {
  /** Oldest first. */
  readonly changes: readonly JudgementRow[];
  /** Findings that were opened, that were closed, and those that were open at the end of the window. */
  readonly opened: readonly FindingRow[];
  readonly closed: readonly FindingRow[];
  readonly open: readonly FindingRow[];
  /** Nobody looked, nothing ran. */
  readonly isEmpty: boolean;
  readonly command: string;
}

/** Pure: same facts, same model. Rows that do not touch the window are left out. */
export function statusModel(facts: StatusFacts): StatusModel {
  const { window, asked, target } = facts;
  const within = (at: number | null): boolean => at !== null && at >= window.from && at < window.to;
  const isOwn = (row: { readonly target: string | null }): boolean => target === null || row.target === null || row.target === target;
  const findings = facts.findings.filter(isOwn);
  const runs = facts.runs.filter(({ startedAt, endedAt }) => startedAt < window.to && (endedAt ?? startedAt) >= window.from);
  return {
    ...facts,
    runs: runs.toSorted((a, b) => a.startedAt - b.startedAt || a.id - b.id),
    changes: facts.changes.toSorted((a, b) => sinceOf(a) - sinceOf(b) || a.id - b.id),
    incidents: facts.incidents.filter((row) => row.firstBadAt < window.to && (row.firstOkAt ?? row.closedAt ?? Infinity) >= window.from),
    events: facts.events.filter(isOwn),
    opened: findings.filter(({ openedAt }) => within(openedAt)),
    closed: findings.filter(({ closedAt }) => within(closedAt)),
    open: findings.filter(({ openedAt, closedAt }) => openedAt < window.to && (closedAt === null || closedAt >= window.to)),
    isEmpty: facts.probes.length === 0 && runs.length === 0,
    command: commandOf(asked, target),
  };
}

/** When a judged change began, µs. */
export function sinceOf({ result: { since }, at }: JudgementRow): number {
  return since ?? at;
}

/** As the command line reads it: in the greatest unit that it is a whole number of. */
function durationText(us: number): string {
  const units = [
    ['d', 86_400e6],
    ['h', 3_600e6],
    ['m', 60e6],
    ['s', 1e6],
  ] as const;
  const [unit, size] = units.find(([, each]) => us % each === 0) ?? (['ms', 1e3] as const);
  return `${us / size}${unit}`;
}

function commandOf({ from, to }: Window, target: string | null): string {
  const parts = ['evenkeel report status', '--window', durationText(to - from), '--until', new Date(to / 1000).toISOString()];
  return [...parts, ...(target === null ? [] : ['--target', shellWord(target)])].join(' ');
}
