import type { FindingRule, FindingStatus, Impact } from '../core/finding.ts';
import { configKey } from './jira.ts';
import type { Config, JiraConfig, ObjectiveConfig, PriceConfig, ProbeConfig, ScheduleEntry, TargetConfig } from './types.ts';

/**
 * The effective config as a person would write it in YAML, every default spelled out: loaded again it gives the same. Without
 * `file`, which is where it came from.
 */
export function asWritten(config: Config): { readonly [key: string]: unknown } {
  const { observer, exporter, check, keep, report } = config;
  return {
    observer: present({ name: observer.name, place: observer.place }),
    store: config.store,
    reports: config.reports,
    default_target: config.defaultTarget,
    targets: mapped(config.targets, writtenTarget),
    objectives: config.objectives.map((objective) => writtenObjective(objective)),
    ...(config.prices.length === 0 ? {} : { prices: config.prices.map((price) => writtenPrice(price)) }),
    schedule: config.schedule.map((entry) => writtenEntry(entry)),
    findings: {
      rules: config.findings.rules.map((rule) => writtenRule(rule)),
      gone_after: { runs: config.findings.goneAfter.runs, time: duration(config.findings.goneAfter.ms) },
    },
    check: {
      baseline: check.baseline,
      last: check.last,
      max_age: duration(check.maxAgeMs),
      margin: check.margin,
      alarms_per_month: check.alarmsPerMonth,
      checks_per_month: check.checksPerMonth,
    },
    report: present({ locale: report.locale, decimal: report.decimal, thousands: report.thousands, time_zone: report.timeZone }),
    ...(config.jira === null ? {} : { jira: writtenJira(config.jira) }),
    exporter,
    keep: { jobs: duration(keep.jobsMs), probes: duration(keep.probesMs) },
    script_env: config.scriptEnv,
  };
}

function writtenTarget(target: TargetConfig): object {
  const { provider } = target;
  return {
    ...(provider === undefined ? {} : { provider: { kind: provider.kind, ...(provider.settings as object) } }),
    instances: target.instances,
    image: target.image,
    flavour: target.flavour,
    drive: size(target.driveBytes),
    at_least: duration(target.atLeastMs),
    lease: duration(target.leaseMs),
    jobs: mapped(target.jobs, ({ count, settings }) => ({ count, ...(settings as object) })),
    probes: mapped(target.probes, writtenProbe),
    ...(Object.keys(target.errorCodes).length === 0 ? {} : { error_codes: target.errorCodes }),
  };
}

function writtenProbe(probe: ProbeConfig): object {
  return {
    kind: probe.kind,
    ...present({ of: probe.of }),
    ...(probe.settings as object),
    every: duration(probe.everyMs),
    timeout: duration(probe.timeoutMs),
    ...(probe.slowMs === null ? {} : { slow: duration(probe.slowMs) }),
    open_after: probe.openAfter,
    close_after: probe.closeAfter,
  };
}

function writtenObjective({ windowMs, source, ...objective }: ObjectiveConfig): object {
  return { ...objective, window: duration(windowMs), ...present({ source }) };
}

function writtenRule({ when, target, subject, longerThanMs, above, atLeast, impact }: FindingRule): object {
  return {
    when,
    ...present({ target, subject, impact }),
    ...(when === 'outage' ? { longer_than: duration(longerThanMs) } : {}),
    ...(when === 'failures' ? { above, at_least: atLeast } : {}),
  };
}

function writtenPrice({ target, perHour, ...price }: PriceConfig): object {
  return { ...present({ target }), ...price, per_hour: perHour };
}

function writtenJira({
  url,
  api,
  project,
  issueType,
  user,
  tokenEnv,
  impacts,
  statuses,
  resolution,
  attempts,
  ...times
}: JiraConfig): object {
  return {
    url,
    api,
    project,
    issue_type: issueType,
    ...present({ user, resolution }),
    token_env: tokenEnv,
    impacts: keyed(impacts),
    statuses: keyed(statuses),
    every: duration(times.everyMs),
    timeout: duration(times.timeoutMs),
    settle: duration(times.settleMs),
    attempts,
  };
}

function keyed(all: { readonly [word in Impact | FindingStatus]?: unknown }): object {
  return Object.fromEntries((Object.keys(all) as (Impact | FindingStatus)[]).map((word) => [configKey(word), all[word]]));
}

function writtenEntry(entry: ScheduleEntry): object {
  return {
    name: entry.name,
    cron: entry.cron,
    time_zone: entry.timeZone,
    do: entry.what,
    ...(entry.what === 'check' ? {} : { target: entry.target }),
    ...(entry.what === 'run' ? present({ campaign: entry.campaign }) : {}),
    ...(entry.what === 'report' ? { report: entry.report, window: duration(entry.windowMs) } : {}),
    limit: duration(entry.limitMs),
  };
}

type Units = readonly (readonly [unit: string, size: number])[];

const DURATIONS: Units = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]]; // prettier-ignore
const SIZES: Units = [['GiB', 1024 ** 3], ['MiB', 1024 ** 2], ['KiB', 1024]]; // prettier-ignore

/** ms, in the largest unit that gives a whole number: `90m`. */
function duration(ms: number): string {
  return inLargest(ms, DURATIONS) ?? `${ms}ms`;
}

/** Bytes, in the same way: `64MiB`. */
function size(bytes: number): string {
  return inLargest(bytes, SIZES) ?? `${bytes}B`;
}

function inLargest(value: number, units: Units): string | undefined {
  const fitting = units.find(([, factor]) => value % factor === 0);
  return fitting === undefined ? undefined : `${value / fitting[1]}${fitting[0]}`;
}

function mapped<T>(all: { readonly [name: string]: T }, write: (one: T) => object): object {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, write(one)]));
}

/** Without what is null. */
function present(all: { readonly [key: string]: string | null }): object {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
