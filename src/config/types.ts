import type { FindingRule, FindingStatus, Impact } from '../core/finding.ts';

/** The effective config: defaults filled in, names resolved, no secret in it. Durations in ms, sizes in bytes, paths absolute. */
export interface Config {
  /** The file it came from; relative paths resolve against its folder. */
  readonly file: string;
  readonly store: string;
  readonly reports: string;
  readonly observer: { readonly name: string; readonly place: string | null };
  readonly targets: { readonly [name: string]: TargetConfig };
  readonly objectives: readonly ObjectiveConfig[];
  readonly prices: readonly PriceConfig[];
  readonly schedule: readonly ScheduleEntry[];
  readonly findings: FindingsConfig;
  readonly check: CheckConfig;
  readonly report: ReportConfig;
  /** null: findings stay in the register. */
  readonly jira: JiraConfig | null;
  /** `names`: further Host names it answers to, as host:port. */
  readonly exporter: { readonly host: string; readonly port: number; readonly names: readonly string[] };
  readonly keep: { readonly jobsMs: number; readonly probesMs: number };
  /** Names of environment variables that scripts may see. */
  readonly scriptEnv: readonly string[];
  readonly defaultTarget: string;
}

export interface TargetConfig {
  readonly name: string;
  /** Absent: a target that is only watched. */
  readonly provider?: { readonly kind: string; readonly settings: unknown };
  readonly instances: number;
  readonly image: string;
  readonly flavour: string;
  readonly driveBytes: number;
  readonly jobs: { readonly [kind: string]: { readonly count: number; readonly settings: unknown } };
  readonly probes: { readonly [name: string]: ProbeConfig };
  /** Error codes that are documented, by operation (`clone`, `status`) or probe; `*`: of all of them. Empty: nothing is documented, and nothing undocumented. */
  readonly errorCodes: { readonly [operation: string]: readonly string[] };
  /** What is rented expires after this long. */
  readonly leaseMs: number;
  /** A run's probes go on at least this long. */
  readonly atLeastMs: number;
}

export interface ProbeConfig {
  readonly name: string;
  readonly kind: string;
  /** `provider`: the address comes from the target's provider once it is open. */
  readonly of: 'provider' | null;
  readonly settings: unknown;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly slowMs: number | null;
  /** Failures in a row that open an outage, successes in a row that close it. */
  readonly openAfter: number;
  readonly closeAfter: number;
}

/** `{id: R3, target: local, metric: probe_duration_seconds, tags: {probe: api}, stat: p95, limit: 0.2, window: 30d, source: "SLA §4"}` */
export interface ObjectiveConfig {
  readonly id: string;
  readonly target: string;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  /** median, mean, p95, p99, robust_cv over values; availability, failure_share over observations. */
  readonly stat: 'median' | 'mean' | 'p95' | 'p99' | 'robust_cv' | 'availability' | 'failure_share';
  /** At most this where lower is better, at least this for availability and metrics whose worse direction is down. */
  readonly limit: number;
  readonly windowMs: number;
  readonly source: string | null;
}

/** What an hour of an instance costs by somebody's price list. */
export interface PriceConfig {
  /** null: on every target. */
  readonly target: string | null;
  readonly flavour: string;
  readonly perHour: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly source: string;
  /** Day, ISO 8601. */
  readonly date: string;
}

export type ScheduleEntry = {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  /** What takes longer is ended. */
  readonly limitMs: number;
} & (
  | { readonly what: 'run'; readonly target: string; readonly campaign: string | null }
  | { readonly what: 'check' }
  | {
      readonly what: 'report';
      readonly target: string;
      readonly report: 'run' | 'status' | 'regression';
      /** How far back a report on the watch goes. */
      readonly windowMs: number;
    }
);

export interface FindingsConfig {
  /** The first that fits decides. */
  readonly rules: readonly FindingRule[];
  /** After so many runs, or so long, without its rule finding anything a finding is suggested to be closed. */
  readonly goneAfter: { readonly runs: number; readonly ms: number };
}

export interface CheckConfig {
  readonly baseline: string;
  /** The newest run must not be older. */
  readonly maxAgeMs: number;
  /** Newest runs that are held against the baseline. */
  readonly last: number;
  readonly margin: number;
  readonly alarmsPerMonth: number;
  readonly checksPerMonth: number;
}

/** How reports print numbers and instants; null: what the locale says, or plain where there is none. */
export interface ReportConfig {
  readonly locale: string | null;
  readonly decimal: '.' | ',' | null;
  readonly thousands: 'none' | 'space' | 'point' | 'comma' | 'apostrophe' | null;
  readonly timeZone: string;
}

/** Findings as tickets; the token itself is in the environment. */
export interface JiraConfig {
  /** Without a slash at its end. */
  readonly url: string;
  /** 2: server and data centre; 3: cloud. */
  readonly api: 2 | 3;
  readonly project: string;
  readonly issueType: string;
  /** null: the token is a personal access token, which needs none. */
  readonly user: string | null;
  readonly tokenEnv: string;
  /** Names of priorities; what is absent is not sent. */
  readonly impacts: { readonly [impact in Impact]?: string };
  /** Names of their statuses for each of ours: ours goes to the first, any of them comes back as ours. */
  readonly statuses: { readonly [status in FindingStatus]: readonly string[] };
  /** Sent with a transition that has the field. */
  readonly resolution: string | null;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** How long their search may lag: what was not answered is not sent again before. */
  readonly settleMs: number;
  /** Tries of one message. */
  readonly attempts: number;
}
