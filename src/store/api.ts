import type { FindingLink } from '../core/finding.ts';
import type { Instrument } from '../core/instrument.ts';
import type { Observation } from '../core/observation.ts';
import type { Environment, RunPlan } from '../core/plan.ts';
import type { ImportClaim, ImportStep, StepResult } from './imports.ts';
import type {
  BaselineRow,
  EventRow,
  EvidenceRow,
  ExecutionRow,
  FindingRow,
  GapRow,
  IncidentRow,
  JudgementRow,
  MessageRow,
  ObservationRow,
  ResourceRow,
  RunFacts,
  RunRow,
  SampleRow,
  StoredSeriesRow,
  StoredSeriesValues,
  TicketRow,
  UnitMedianRow,
} from './rows.ts';
import type { WindowReader } from './window-reader.ts';

/** What a rule found; instants µs. */
export interface FindingFound {
  /** The fault's name: rule and subject, `outage:probe:resolver`. */
  readonly rule: string;
  /** Further names of the same fault: another probe of the server that was down. */
  readonly also?: readonly string[];
  readonly title: string;
  readonly impact: FindingRow['impact'];
  readonly description: string;
  readonly target: string | null;
  readonly at: number;
  /** When the newest of what it found happened; `at` where absent. */
  readonly seenAt?: number;
  readonly links: readonly FindingLink[];
}

/** A finding as a person enters it. */
export interface FindingEntry extends Pick<
  FindingRow,
  'title' | 'impact' | 'description' | 'target' | 'reporter' | 'intended' | 'status' | 'basis' | 'source' | 'externalId' | 'links'
> {
  readonly at: number;
  /** When it came up, where that is known: a row of a table that says so. */
  readonly openedAt?: number;
  readonly who: string;
  readonly reason: string;
}

/** Absent: stays as it is. With a status of Resolved or Closed comes its basis; any other status has none. */
export interface FindingChange extends Partial<
  Pick<FindingRow, 'title' | 'impact' | 'description' | 'target' | 'reporter' | 'intended' | 'status' | 'basis' | 'links'>
> {
  readonly at: number;
  readonly who: string;
  readonly reason: string;
}

/** The write side: one writer thread a process. Instants µs since 1970; rejections are HarnessError (`store-*`, `unwritable`). */
export interface StoreWriter {
  /** Random id of this store, part of every mark in a cloud. */
  readonly storeUid: string;
  /** This process's session: its lock is held until `close`. */
  readonly session: { readonly id: number; readonly uid: string };

  /** Queues one observation; group-committed within `groupMs` (≤ 10 s). Never throws; a failed commit is logged and counted. */
  observe(observation: Observation): void;
  /** Commits one observation at once (jobs, phases) and gives its row id. */
  record(observation: Observation): Promise<number>;
  /** Commits what is queued. */
  flush(): Promise<void>;
  /** How many observations could not be stored since the start. */
  readonly lost: number;

  startRun(run: {
    uid: string;
    campaign: string | null;
    target: string;
    targetKind: string;
    seed: number;
    config: string;
    plan: RunPlan;
    environment: Environment;
    sharesHost: boolean;
    startedAt: number;
  }): Promise<number>;
  endRun(id: number, end: { state: 'done' | 'aborted' | 'not_started'; exit: number; endedAt: number }): Promise<void>;
  startExecution(execution: { run: number; scenario: string; engine: Instrument; startedAt: number }): Promise<number>;
  endExecution(
    id: number,
    end: { state: ExecutionRow['state']; exit: number | null; summary: string | null; endedAt: number },
  ): Promise<void>;
  addInstance(instance: { run: number; ordinal: number; target: string; flavour: string }): Promise<number>;
  describeInstance(id: number, facts: { hostKey: string | null; cpuModel: string; context: string }): Promise<void>;

  /** The ledger. `intend` is committed before the provider is asked. */
  intend(resource: {
    run: number;
    instance: number | null;
    provider: string;
    kind: string;
    name: string;
    intendedAt: number;
    expiresAt: number;
  }): Promise<void>;
  /** `error`: the last thing that went wrong with it, raw text already redacted. */
  resourceState(name: string, state: ResourceRow['state'], change: { externalId?: string; at: number; error?: string }): Promise<void>;

  recordSlot(slot: {
    schedule: string;
    spec: string;
    dueAt: number;
    state: 'running' | 'done' | 'failed' | 'timed_out' | 'aborted' | 'skipped' | 'missed';
    run?: number;
  }): Promise<void>;
  recordGap(gap: { schedule: string | null; fromAt: number; toAt: number; ticks: number; reason: GapRow['reason'] }): Promise<void>;

  addEvent(event: { at: number; until: number | null; target: string | null; kind: string; text: string }): Promise<number>;
  /** `accepts`: judgements that the new version takes in; they are marked in the same transaction, and none of them twice. */
  setBaseline(baseline: {
    name: string;
    runs: readonly string[];
    movedBy: string;
    reason: string;
    at: number;
    accepts?: readonly number[];
  }): Promise<BaselineRow>;
  /**
   * What a rule found. Goes into the finding of the same target that is not Closed and has one of these rules, else opens one; one that was Resolved before
   * `seenAt` is Open again. One that was Closed after `seenAt` stays as it is. Gives its id, whether it is new, and whether it was opened again.
   */
  finding(finding: FindingFound): Promise<{ id: number; isNew: boolean; isReopened: boolean }>;
  /**
   * What people entered, in one transaction: all or none. One that is there by (source, externalId) is changed where it differs. HarnessError `unknown-id`
   * for a link to what is not in the store, `usage` for Resolved without a basis.
   */
  enterFindings(findings: readonly FindingEntry[]): Promise<readonly { id: number; became: 'new' | 'changed' | 'same' }[]>;
  /** Changes what is given, adds the links, and writes the history: every change of status and every reason. HarnessError as above. */
  changeFinding(id: number, change: FindingChange): Promise<void>;
  /** Puts a message about a finding into the outbox, once for each event; `supersedes`: older ones of this kind that wait are void. */
  queueMessage(message: { finding: number; channel: string; event: string; body: string; at: number; supersedes?: string }): Promise<void>;
  /** Takes a due message to send it, until then at most; false: another process has it. It counts as perhaps sent from here on, also after a power cut. */
  claimMessage(id: number, at: number, until: number): Promise<boolean>;
  /** `isFree`: the try does not count. */
  settleMessage(
    id: number,
    end: { state: MessageRow['state']; maybeSent: boolean; error: string | null; nextAt: number; isFree?: boolean },
  ): Promise<void>;
  /** What sessions had claimed that are dead now is due. */
  freeClaims(at: number): Promise<void>;
  /** Makes messages that were given up due again; gives how many. */
  reviveMessages(which: { channel: string; findings?: readonly number[]; at: number }): Promise<number>;
  /** Nothing is asked of a channel before that. */
  pauseChannel(channel: string, until: number): Promise<void>;
  /** The finding has a ticket: notes it, links its address, and settles the message that made it as sent. */
  linkTicket(ticket: {
    message: number;
    finding: number;
    channel: string;
    remoteId: string;
    key: string;
    url: string;
    since: number;
    at: number;
  }): Promise<void>;
  /** Notes the pair of statuses on which both sides agree; false: what they agreed on `before` is no longer what is noted. */
  agreeOnStatus(pair: {
    finding: number;
    channel: string;
    before: Pick<TicketRow, 'ours' | 'theirs'>;
    ours: NonNullable<TicketRow['ours']>;
    theirs: string;
    at: number;
  }): Promise<boolean>;
  /**
   * Takes a status over from a tracker and notes the pair, in one transaction; null: the finding is no longer in the status `have`, or the pair changed.
   * Gives the instant of the row of the history, which is told there only if `isTold`.
   */
  takeStatus(
    taken: Parameters<StoreWriter['agreeOnStatus']>[0] & {
      have: FindingRow['status'];
      who: string;
      reason: string;
      basis: FindingRow['basis'];
      isTold: boolean;
    },
  ): Promise<number | null>;
  /** `result`: a JSON object, with `since` (µs) where what was judged began at a known instant. `baseline`: row id. */
  judge(judgement: {
    at: number;
    kind: JudgementRow['kind'];
    series: number;
    baseline: number | null;
    method: string;
    seed: number;
    result: string;
  }): Promise<number>;
  /** Opens or updates the incident of (subject, kind); with `firstOkAt` and `closedAt` it closes. */
  incident(incident: {
    subject: number;
    kind: string;
    lastOkAt: number | null;
    firstBadAt: number;
    lastBadAt: number;
    firstOkAt: number | null;
    closedAt: number | null;
  }): Promise<number>;
  /** unit_stats of one ended run: run × instance × series, computed from its samples. */
  summariseRun(run: number): Promise<void>;
  /** Takes a mapping of columns for an import of this session, and tells which contents were imported by it before. */
  claimImport(mappingSha: string): Promise<ImportClaim>;
  /** Stores rows of the import that was claimed, and how far it is, in one transaction. */
  importRows(step: ImportStep): Promise<StepResult>;
  releaseImport(mappingSha: string): Promise<void>;
  /** Marks the runs of sessions whose lock can be taken as aborted; gives their uids and what their ledger still holds. */
  buryDead(at: number): Promise<{ readonly runs: readonly string[]; readonly resources: readonly ResourceRow[] }>;
  /** Deletes raw rows older than their keep time (ms); observations that are not ok, what was imported, unit_stats and pinned evidence stay. */
  expire(
    at: number,
    keep: { readonly jobsMs: number; readonly probesMs: number },
  ): Promise<{ readonly samples: number; readonly observations: number }>;
  close(reason: string): Promise<void>;
}

/** The read side: a reader thread; never sees a half-written transaction. */
export interface StoreReader extends WindowReader {
  run(uid: string): Promise<RunRow | undefined>;
  /** Newest first. */
  runs(filter: { campaign?: string; target?: string; last?: number; state?: RunRow['state'] }): Promise<readonly RunRow[]>;
  campaigns(): Promise<readonly { readonly name: string; readonly runs: number; readonly firstAt: number; readonly lastAt: number }[]>;
  /** All there is about these runs, in one snapshot; gaps and events between the first start and the last end. */
  facts(runUids: readonly string[]): Promise<RunFacts>;
  /** Of these runs those of which samples have expired: fewer are left than were summed up. */
  expiredRuns(runUids: readonly string[]): Promise<readonly string[]>;
  observation(id: number): Promise<{ readonly observation: ObservationRow; readonly samples: readonly SampleRow[] } | undefined>;
  /** In time order; `from` inclusive, `to` exclusive. */
  observations(filter: {
    from: number;
    to: number;
    subjectKind?: string;
    subjectKey?: string;
    target?: string;
    limit?: number;
  }): Promise<readonly ObservationRow[]>;
  samples(filter: { from: number; to: number; metric: string; target?: string; limit?: number }): Promise<readonly SampleRow[]>;
  /** Those with id > `after`, by id: what the exporter and the incident watcher follow. */
  follow(
    after: number,
    limit: number,
  ): Promise<readonly { readonly observation: ObservationRow; readonly samples: readonly SampleRow[] }[]>;
  lastObservationId(): Promise<number>;
  /** The newest `limit` values of a series from first attempts outside runs that were ok or slow, up to that observation and instant, in time order. */
  looks(filter: {
    series: number;
    upTo: number;
    until: number;
    limit: number;
  }): Promise<{ readonly times: Float64Array<ArrayBuffer>; readonly values: Float64Array<ArrayBuffer> }>;
  /** Units of the next `limit` runs that are done and ended after this one, in the order of their ends; not those of probes. */
  unitMediansAfter(end: { endedAt: number; run: number }, limit: number): Promise<readonly UnitMedianRow[]>;
  /** The newest `limit` units of one series, up to the run that ended then, oldest first. */
  unitMediansOf(filter: { series: number; upTo: { endedAt: number; run: number }; limit: number }): Promise<readonly UnitMedianRow[]>;
  /** Start of the newest observation of a subject, µs; null when there is none. */
  lastLook(subject: { subjectKind: string; subjectKey: string; target: string }): Promise<number | null>;
  /** By the first 6 or more hex digits of its sha256; undefined when unknown or ambiguous. */
  evidence(prefix: string): Promise<EvidenceRow | undefined>;
  findings(filter: { open?: boolean; run?: string }): Promise<readonly FindingRow[]>;
  finding(id: number): Promise<FindingRow | undefined>;
  /** Messages about findings, oldest first. */
  messages(filter: { channel: string; state?: MessageRow['state'] }): Promise<readonly MessageRow[]>;
  tickets(filter: { channel: string; finding?: number }): Promise<readonly TicketRow[]>;
  /** Until when nothing is asked of it, µs; null: it never asked for that. */
  pausedUntil(channel: string): Promise<number | null>;
  incidents(filter: { open?: boolean; target?: string }): Promise<readonly IncidentRow[]>;
  incident(id: number): Promise<IncidentRow | undefined>;
  judgement(id: number): Promise<JudgementRow | undefined>;
  /** Newest first. `from` inclusive, `to` exclusive, by the instant of judging; `acceptedInto`: row id of a baseline. */
  judgements(filter: {
    kind?: JudgementRow['kind'];
    series?: number;
    target?: string;
    from?: number;
    to?: number;
    accepted?: boolean;
    acceptedInto?: number;
    last?: number;
  }): Promise<readonly JudgementRow[]>;
  events(filter: { from?: number; to?: number }): Promise<readonly EventRow[]>;
  baseline(name: string): Promise<BaselineRow | undefined>;
  baselines(): Promise<readonly BaselineRow[]>;
  slots(
    schedule: string,
    from: number,
    to: number,
  ): Promise<readonly { readonly dueAt: number; readonly state: string; readonly run: string | null }[]>;
  /** Resources that are not gone. */
  openResources(): Promise<readonly (ResourceRow & { readonly sessionUid: string; readonly sessionAlive: boolean })[]>;
  /** By metric, target and tags. */
  storedSeries(filter: { metric?: string; target?: string }): Promise<readonly StoredSeriesRow[]>;
  /** All that one series holds, failed acts among it. */
  seriesValues(series: number): Promise<StoredSeriesValues>;
  close(): Promise<void>;
}
