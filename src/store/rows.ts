import type { FindingBasis, FindingLink, FindingStatus, Impact } from '../core/finding.ts';
import type { Outcome } from '../core/outcome.ts';
import type { SubjectKind } from '../core/observation.ts';
import type { Environment, RunPlan } from '../core/plan.ts';

/** Typed results of the store's readers. Instants are µs since 1970 (UTC); ids are row ids unless called uid. */
export interface RunRow {
  readonly id: number;
  readonly uid: string;
  readonly campaign: string | null;
  readonly target: string;
  readonly seed: number;
  /** The effective config without secrets, YAML. */
  readonly config: string;
  readonly plan: RunPlan;
  readonly environment: Environment;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly state: 'running' | 'done' | 'aborted' | 'not_started';
  readonly exit: number | null;
  /** Version of Evenkeel, and the vantage point's name. */
  readonly version: string;
  readonly observer: string;
  /** Instances share one host (`local`, `docker`): the run is the unit of evidence. */
  readonly sharesHost: boolean;
}

export interface ExecutionRow {
  readonly id: number;
  readonly runId: number;
  readonly scenario: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly state: 'running' | 'passed' | 'threshold' | 'script_error' | 'no_data' | 'aborted' | 'not_started';
  readonly exit: number | null;
  readonly summary: string | null;
}

export interface InstanceRow {
  readonly id: number;
  readonly runId: number;
  /** 1, 2, 3 … within its run: what a report calls it. */
  readonly ordinal: number;
  readonly flavour: string;
  readonly hostKey: string | null;
  readonly cpuModel: string | null;
  /** What the instance told of its machine once it was reached; null where it told nothing. */
  readonly host: InstanceHost | null;
}

export interface InstanceHost {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly virtualisation: string;
}

export interface ResourceRow {
  readonly id: number;
  readonly runId: number;
  readonly instanceId: number | null;
  readonly provider: string;
  readonly kind: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly state: 'intended' | 'created' | 'releasing' | 'gone' | 'lost';
  readonly intendedAt: number;
  readonly expiresAt: number;
  readonly goneAt: number | null;
  readonly attempts: number;
  readonly lastError: string | null;
}

export interface ObservationRow {
  readonly id: number;
  readonly at: number;
  readonly tookUs: number;
  readonly dueAt: number | null;
  readonly attempt: number;
  readonly runId: number | null;
  readonly instanceId: number | null;
  readonly subjectId: number;
  readonly subjectKind: SubjectKind;
  readonly subjectKey: string;
  readonly target: string;
  readonly instrument: { readonly name: string; readonly version: string; readonly params: string; readonly comparable: string };
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly marks: number;
  /** sha256, hex. */
  readonly evidence: string | null;
}

export interface SampleRow {
  readonly obs: number;
  readonly at: number;
  readonly n: number;
  readonly value: number | null;
  readonly series: number;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
  readonly target: string;
  readonly outcome: Outcome;
  readonly runId: number | null;
  readonly instanceId: number | null;
}

/** The median of a series on one instance in one run; instance 0: not on one. */
export interface UnitMedianRow {
  readonly run: number;
  readonly runUid: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly series: number;
  readonly instance: number;
  readonly median: number;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly target: string;
}

export interface GapRow {
  readonly id: number;
  readonly fromAt: number;
  readonly toAt: number;
  readonly ticks: number;
  readonly reason: 'down' | 'suspend' | 'clock' | 'overlap' | 'overload' | 'maintenance' | 'uplink';
  /** Key of the schedule (a probe's name), null = all. */
  readonly schedule: string | null;
}

export interface EventRow {
  readonly id: number;
  readonly at: number;
  readonly until: number | null;
  readonly target: string | null;
  readonly kind: string;
  readonly text: string;
}

export interface EvidenceRow {
  readonly sha256: string;
  readonly media: string;
  readonly bytes: number;
  readonly truncated: boolean;
  readonly at: number;
  readonly body: string;
}

export interface FindingRow {
  readonly id: number;
  readonly title: string;
  readonly impact: Impact;
  readonly description: string | null;
  readonly target: string | null;
  /** Who entered it: a person, the file it came from, or the observer whose rule found it. */
  readonly reporter: string | null;
  /** What is meant to be done about it. */
  readonly intended: string | null;
  readonly status: FindingStatus;
  /** What Resolved or Closed rests on; null for all other statuses. */
  readonly basis: FindingBasis | null;
  /** The rule that found it first, with its subject; null where a person entered it. */
  readonly rule: string | null;
  /** All names of the fault, in the order of the alphabet: of each subject that it hit. Empty where a person entered it. */
  readonly rules: readonly string[];
  readonly openedAt: number;
  /** When a rule found it last, or when it was entered. */
  readonly seenAt: number;
  /** Only while it is Closed. */
  readonly closedAt: number | null;
  /** Of an imported one: the file's name, and its id in there. */
  readonly source: string | null;
  readonly externalId: string | null;
  readonly links: readonly FindingLink[];
  /** Oldest first; the last one is the status it has. */
  readonly history: readonly { readonly at: number; readonly status: FindingStatus; readonly who: string; readonly reason: string }[];
}

/** A message about a finding, to `channel`: `jira`. Instants µs. */
export interface MessageRow {
  readonly id: number;
  readonly finding: number;
  readonly channel: string;
  /** What it tells: `create`, `comment:AT`, `move:AT`; once for each finding. */
  readonly event: string;
  /** JSON. */
  readonly body: string;
  readonly state: 'due' | 'sent' | 'dead' | 'void';
  readonly attempts: number;
  readonly createdAt: number;
  readonly triedAt: number | null;
  /** It is not tried before. */
  readonly nextAt: number;
  /** It was sent, or may have been: it is looked for there before it is sent again. */
  readonly maybeSent: boolean;
  readonly lastError: string | null;
}

/** A finding in somebody's tracker. */
export interface TicketRow {
  readonly finding: number;
  readonly channel: string;
  /** Never changes; the key may. */
  readonly remoteId: string;
  readonly key: string;
  readonly url: string;
  /** The newest row of the finding's history that the ticket was made with, µs. */
  readonly since: number;
  /** The statuses on which both sides agreed last; null before they ever did. */
  readonly ours: FindingStatus | null;
  readonly theirs: string | null;
  readonly agreedAt: number | null;
}

export interface IncidentRow {
  readonly id: number;
  readonly subjectKind: SubjectKind;
  readonly subjectKey: string;
  readonly target: string;
  readonly kind: string;
  readonly lastOkAt: number | null;
  readonly firstBadAt: number;
  readonly lastBadAt: number;
  readonly firstOkAt: number | null;
  readonly closedAt: number | null;
  /** Row id. */
  readonly subjectId: number;
  /** The vantage point that saw it. */
  readonly observer: string;
  /** Id of the incident that brought this one about, where somebody said so. */
  readonly cause: number | null;
  readonly ackedBy: string | null;
  readonly ackedAt: number | null;
}

export interface BaselineRow {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly fromAt: number;
  readonly toAt: number;
  readonly movedBy: string;
  readonly reason: string;
  readonly at: number;
  readonly runs: readonly string[];
  /** Ids of the judgements that this version took in; empty where it was set by hand. */
  readonly accepts: readonly number[];
}

/** What was judged of one series, with what it takes to judge it again. */
export interface JudgementRow {
  readonly id: number;
  /** When it was judged; when what was judged began is `result.since`. */
  readonly at: number;
  /** change: a series moved, seen by the watch · verdict: of `check` on one claim · the others as named. */
  readonly kind: 'change' | 'verdict' | 'fluctuation' | 'objective';
  readonly series: number;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
  readonly target: string;
  /** The version that it was held against, where there is one. */
  readonly baseline: { readonly id: number; readonly name: string; readonly version: number } | null;
  readonly method: string;
  readonly seed: number;
  /** What came out, by kind. `since`: µs, from when on it holds; `baseline accept` takes the runs from there. */
  readonly result: { readonly since?: number; readonly [key: string]: unknown };
  /** `into`: id of the baseline version that took it in. */
  readonly accepted: { readonly by: string; readonly at: number; readonly into: number } | null;
}

/** Everything a report on some runs needs, read in one consistent snapshot. */
export interface RunFacts {
  readonly runs: readonly RunRow[];
  readonly executions: readonly ExecutionRow[];
  readonly instances: readonly InstanceRow[];
  readonly resources: readonly ResourceRow[];
  readonly observations: readonly ObservationRow[];
  readonly samples: readonly SampleRow[];
  readonly gaps: readonly GapRow[];
  readonly events: readonly EventRow[];
  readonly findings: readonly FindingRow[];
}

export interface StoredSeriesRow {
  readonly id: number;
  readonly metric: string;
  readonly unit: string;
  readonly target: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
  /** `index`: there is an order and no time, and `at` counts it. */
  readonly clock: 'utc' | 'index';
}

/** First tries of one series, by (at, observation). */
export interface StoredSeriesValues {
  readonly at: Float64Array;
  /** NaN: no value, or the act failed. */
  readonly values: Float64Array;
  readonly failures: readonly { readonly index: number; readonly code: string | null; readonly tookUs: number }[];
  /** Where each was measured; null where that is not known of all. */
  readonly machines: { readonly names: readonly string[]; readonly of: Float64Array } | null;
}
