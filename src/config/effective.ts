import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { metricOf } from '../core/metrics.ts';
import { effectiveRule } from './effective-rule.ts';
import { effectiveJira } from './jira.ts';
import type { RawConfig } from './schema.ts';
import type { Config, ProbeConfig, TargetConfig } from './types.ts';

/** A kind's own settings: providers, jobs and probes bring theirs. */
export interface SettingsKind {
  readonly kind: string;
  readonly settings: z.ZodType;
  /** Stands in for what `of: provider` fills in once the provider is open. */
  readonly providerSettings?: unknown;
}

export interface Kinds {
  readonly providers: readonly SettingsKind[];
  readonly jobs: readonly SettingsKind[];
  readonly probes: readonly SettingsKind[];
}

/** A problem at a place in the file. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
  readonly message: string;
}

const LONGEST_MS = 7 * 86_400_000;

export function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: issue.path, key, message: `unknown key "${key}"` }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  return [{ path: issue.path, message: inWords(issue.message) }];
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

/** The schema's library speaks of types of JavaScript; who writes YAML does not. */
function inWords(message: string): string {
  const [, expected, received] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (expected === undefined || received === undefined) return message;
  const wanted = WORDS[expected] ?? expected;
  return received === 'undefined' ? `is missing: expected ${wanted}` : `expected ${wanted}, not ${WORDS[received] ?? received}`;
}

/** Fills in names and absolute paths, checks each kind's own settings and every reference; problems go into `issues`. */
export function effective(raw: RawConfig, file: string, kinds: Kinds, issues: Issue[]): Config {
  const folder = dirname(file);
  const names = Object.keys(raw.targets);
  const defaultTarget = raw.default_target ?? names[0] ?? '';
  const known = (target: string | undefined, path: readonly PropertyKey[]): string => {
    const chosen = target ?? defaultTarget;
    if (!names.includes(chosen)) issues.push({ path, message: `unknown target "${chosen}": the config has ${names.join(', ')}` });
    return chosen;
  };
  known(raw.default_target, ['default_target']);
  raw.objectives.forEach((objective, index) => issues.push(...tagProblems(objective, ['objectives', index])));
  const seen = new Set<string>();
  raw.schedule.forEach((entry, index) => {
    if (entry.limit < 1_000 || entry.limit > LONGEST_MS)
      issues.push({ path: ['schedule', index, 'limit'], message: 'the limit must be at least 1s and at most 7d' });
    if (entry.window < 1_000) issues.push({ path: ['schedule', index, 'window'], message: 'the window must be at least 1s' });
    if (seen.has(entry.name)) issues.push({ path: ['schedule', index, 'name'], message: `"${entry.name}" is there twice` });
    seen.add(entry.name);
  });
  return {
    file,
    store: resolve(folder, raw.store),
    reports: resolve(folder, raw.reports),
    observer: { name: raw.observer.name, place: raw.observer.place ?? null },
    defaultTarget,
    targets: Object.fromEntries(Object.entries(raw.targets).map(([name, target]) => [name, effectiveTarget(name, target, kinds, issues)])),
    objectives: raw.objectives.map((objective, index) => ({
      id: objective.id,
      target: known(objective.target, ['objectives', index, 'target']),
      metric: objective.metric,
      tags: objective.tags,
      stat: objective.stat,
      limit: objective.limit,
      windowMs: objective.window,
      source: objective.source ?? null,
    })),
    prices: raw.prices.map(({ per_hour: perHour, target, ...price }, index) => ({
      ...price,
      perHour,
      target: target === undefined ? null : known(target, ['prices', index, 'target']),
    })),
    schedule: raw.schedule.map((entry, index) => {
      const base = { name: entry.name, cron: entry.cron, timeZone: entry.time_zone, limitMs: entry.limit };
      if (entry.do === 'check') return { ...base, what: 'check' as const };
      const target = known(entry.target, ['schedule', index, 'target']);
      return entry.do === 'run'
        ? { ...base, what: 'run' as const, target, campaign: entry.campaign ?? null }
        : { ...base, what: 'report' as const, target, report: entry.report, windowMs: entry.window };
    }),
    findings: {
      rules: raw.findings.rules.map((rule, index) => effectiveRule(rule, raw, ['findings', 'rules', index], issues)),
      goneAfter: { runs: raw.findings.gone_after.runs, ms: raw.findings.gone_after.time },
    },
    check: {
      baseline: raw.check.baseline,
      last: raw.check.last,
      maxAgeMs: raw.check.max_age,
      margin: raw.check.margin,
      alarmsPerMonth: raw.check.alarms_per_month,
      checksPerMonth: raw.check.checks_per_month,
    },
    report: {
      locale: raw.report.locale ?? null,
      decimal: raw.report.decimal ?? null,
      thousands: raw.report.thousands ?? null,
      timeZone: raw.report.time_zone,
    },
    jira: raw.jira === undefined ? null : effectiveJira(raw.jira, issues),
    exporter: raw.exporter,
    keep: { jobsMs: raw.keep.jobs, probesMs: raw.keep.probes },
    scriptEnv: raw.script_env,
  };
}

/** A tag that the metric does not have would match nothing, and a share is one of a single subject. */
function tagProblems({ metric, tags, stat }: RawConfig['objectives'][number], path: readonly PropertyKey[]): readonly Issue[] {
  const known = metricOf(metric)?.tags ?? [];
  const unknown = Object.keys(tags)
    .filter((tag) => !known.includes(tag))
    .map((tag) => ({ path: [...path, 'tags'], key: tag, message: `${metric} has no tag "${tag}": it has ${known.join(', ') || 'none'}` }));
  const [subject] = known;
  const isShare = stat === 'availability' || stat === 'failure_share';
  if (!isShare || (subject !== undefined && tags[subject] !== undefined)) return unknown;
  const hint = subject === undefined ? 'choose a metric with tags' : `name it as in tags: { ${subject}: … }`;
  return [...unknown, { path: [...path, 'stat'], message: `${stat} is that of one subject: ${hint}` }];
}

function effectiveTarget(name: string, raw: RawConfig['targets'][string], kinds: Kinds, issues: Issue[]): TargetConfig {
  const at = ['targets', name];
  const provider = raw.provider;
  if (provider === undefined && Object.keys(raw.jobs).length > 0) {
    issues.push({ path: [...at, 'jobs'], message: 'jobs need a provider that rents instances' });
  }
  return {
    name,
    ...(provider === undefined ? {} : { provider: settingsOf('provider', provider, kinds.providers, [...at, 'provider'], issues) }),
    instances: raw.instances,
    image: raw.image,
    flavour: raw.flavour,
    driveBytes: raw.drive,
    leaseMs: raw.lease,
    atLeastMs: raw.at_least,
    jobs: Object.fromEntries(
      Object.entries(raw.jobs).map(([kind, { count, ...settings }]) => {
        const { settings: checked } = settingsOf('job', { kind, ...settings }, kinds.jobs, [...at, 'jobs', kind], issues);
        return [kind, { count, settings: checked }];
      }),
    ),
    errorCodes: raw.error_codes,
    probes: Object.fromEntries(
      Object.entries(raw.probes).map(([probe, frame]) => [
        probe,
        effectiveProbe(probe, frame, provider !== undefined, kinds, [...at, 'probes', probe], issues),
      ]),
    ),
  };
}

function effectiveProbe(
  name: string,
  raw: RawConfig['targets'][string]['probes'][string],
  hasProvider: boolean,
  kinds: Kinds,
  path: readonly string[],
  issues: Issue[],
): ProbeConfig {
  const { kind, of, every, timeout, slow, open_after: openAfter, close_after: closeAfter, ...settings } = raw;
  if (every < 100) issues.push({ path: [...path, 'every'], message: 'the interval must be at least 100ms' });
  if (of === 'provider' && !hasProvider) issues.push({ path: [...path, 'of'], message: 'this target has no provider' });
  const chosen = kinds.probes.find((candidate) => candidate.kind === kind);
  const stand = of === 'provider' ? { ...(chosen?.providerSettings as object | undefined), ...settings } : settings;
  const checked = settingsOf('probe', { kind, ...stand }, kinds.probes, path, issues);
  return {
    name,
    kind,
    of: of ?? null,
    settings: of === 'provider' ? settings : checked.settings,
    everyMs: every,
    timeoutMs: timeout,
    slowMs: slow ?? null,
    openAfter,
    closeAfter,
  };
}

function settingsOf(
  what: string,
  raw: { kind: string; [key: string]: unknown },
  known: readonly SettingsKind[],
  path: readonly string[],
  issues: Issue[],
): { kind: string; settings: unknown } {
  const { kind, ...settings } = raw;
  const chosen = known.find((candidate) => candidate.kind === kind);
  if (chosen === undefined) {
    const place = what === 'job' ? path : [...path, 'kind'];
    issues.push({
      path: place,
      message: `unknown ${what} kind "${kind}": there is ${known.map((candidate) => candidate.kind).join(', ')}`,
    });
    return { kind, settings: {} };
  }
  const result = chosen.settings.safeParse(settings);
  if (!result.success) {
    issues.push(...result.error.issues.flatMap((issue) => toIssues(issue)).map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
    return { kind, settings: {} };
  }
  return { kind, settings: result.data };
}
