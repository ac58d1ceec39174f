import { z } from 'zod';
import { DEFAULT_RULES, IMPACTS, RULE_KINDS } from '../core/finding.ts';
import { isKnownLocale } from '../core/known-locale.ts';
import { metricOf } from '../core/metrics.ts';
import { duration, name, size } from './fields.ts';
import { jiraSection } from './jira.ts';

/** Checks that belong to another room: handed in, since this one knows no cron. */
export interface SchemaChecks {
  /** Why it is no cron expression, or null. */
  readonly cronProblem: (expression: string) => string | null;
}

const zone = z
  .string()
  .refine((text) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
    } catch {
      return false;
    }
  }, 'unknown time zone: expected a name of the IANA list, as in UTC or Europe/Berlin')
  .describe('an IANA time zone');

/** Keys every probe has; the rest of it are the settings of its kind. */
export const probeFrame = z.looseObject({
  kind: z.string().describe('dns, http or tcp'),
  of: z.literal('provider').optional().describe("take the address from the target's provider"),
  every: duration.prefault('1s').describe('interval between two looks'),
  timeout: duration.prefault('2s').describe('a look that takes longer has failed'),
  slow: duration.optional().describe('a look that takes longer is slow'),
  open_after: z.int().min(1).max(100).default(3).describe('failures in a row that open an outage'),
  close_after: z.int().min(1).max(100).default(2).describe('successes in a row that close it'),
});

export const jobFrame = z.looseObject({
  count: z.int().min(0).max(1_000_000).default(21).describe('jobs in all, dealt out evenly over the instances'),
});

const target = z.strictObject({
  provider: z
    .looseObject({ kind: z.string().describe('who rents the instances: local') })
    .optional()
    .describe('absent: a target that is only watched'),
  instances: z.int().min(1).max(1_000).default(3).describe('how many instances a run rents'),
  image: z.string().default('base').describe('what their drives are cloned from'),
  flavour: z.string().default('small').describe("the provider's name for their size"),
  drive: size.prefault('64MiB').describe('size of each drive'),
  at_least: duration.prefault('0s').describe('probes of a run go on at least this long: 59 looks make a p95'),
  lease: duration.prefault('30m').describe('what is rented expires after this long'),
  jobs: z.record(name, jobFrame).default({}).describe('work on the instances, by kind: cpu, io'),
  probes: z.record(name, probeFrame).default({}).describe('what is looked at, by name'),
  error_codes: z
    .record(z.union([name, z.literal('*')]), z.array(z.string().min(1)))
    .default({})
    .describe('error codes that are documented, by name of the operation or probe; `*`: of all of them'),
});

const objective = z.strictObject({
  id: name.describe('what reports call it'),
  target: name.optional().describe('default_target where absent'),
  metric: z
    .string()
    .refine((text) => metricOf(text) !== undefined, 'unknown metric: see docs/metrics.md')
    .describe('a metric of docs/metrics.md'),
  tags: z.record(z.string(), z.string()).default({}).describe('which of its series'),
  stat: z.enum(['median', 'mean', 'p95', 'p99', 'robust_cv', 'availability', 'failure_share']).describe('what is held against the limit'),
  limit: z.number().describe("in the metric's base unit; shares as 0 … 1"),
  window: duration.prefault('30d').describe('how far back'),
  source: z.string().optional().describe('where the number comes from'),
});

/** Rules that there is nothing to judge by yet, and why. */
const UNMEASURED: Readonly<Record<string, string>> = {
  status_contradiction: 'no probe holds what a provider says of a server against whether it answers',
  open_port: 'no probe looks for ports that nobody asked for',
  old_backup: 'no probe looks at backups',
};

const findingRule = z.strictObject({
  when: z
    .enum(RULE_KINDS, {
      error: ({ input }) => {
        const why = typeof input === 'string' && Object.hasOwn(UNMEASURED, input) ? UNMEASURED[input] : undefined;
        return why === undefined ? `expected ${RULE_KINDS.join(', ')}` : `"${String(input)}" is not measured yet: ${why}`;
      },
    })
    .describe('what opens a finding (docs/findings.md)'),
  target: name.optional().describe('only of this target'),
  subject: z.string().min(1).optional().describe('only of this probe, operation, job, phase, objective or metric'),
  longer_than: duration.optional().describe('of outage: certainly down longer than this; 0s where absent'),
  above: z.number().gt(0).lt(1).optional().describe('of failures: their share outside outages; 0.001 where absent'),
  at_least: z.int().min(1).optional().describe('of failures: from this many on; 3 where absent'),
  impact: z.enum(IMPACTS).optional().describe('in place of what the rule says'),
});

const price = z.strictObject({
  target: name.optional().describe('every target where absent'),
  flavour: z.string().min(1).describe("the provider's name for the size"),
  per_hour: z.number().gt(0).describe('money for an hour of one instance'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters, as in EUR')
    .describe('three letters of ISO 4217'),
  source: z.string().min(1).describe('where the price comes from'),
  date: z.iso.date().describe('day of the price list, as in 2026-11-02'),
});

const scheduleEntry = (checks: SchemaChecks) =>
  z.strictObject({
    name: name.describe('unique; slots are recorded under it'),
    cron: z
      .string()
      .superRefine((text, context) => {
        const problem = checks.cronProblem(text);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      })
      .describe('five fields: minute hour day month weekday'),
    time_zone: zone.default('UTC'),
    do: z.enum(['run', 'check', 'report']).describe('what happens then'),
    report: z
      .enum(['run', 'status', 'regression'])
      .default('run')
      .describe('which report: on the newest run, on a window of the watch, on the newest check'),
    window: duration.prefault('7d').describe('how far back a report on the watch goes'),
    target: name.optional().describe('default_target where absent'),
    campaign: name.optional().describe('the campaign the runs belong to'),
    limit: duration.prefault('2h').describe('what takes longer is ended, and its slot has timed out'),
  });

/** The frame of the config; settings of providers, jobs and probes are checked by their own schemas in `load`. */
export function configSchema(checks: SchemaChecks) {
  return z.strictObject({
    observer: z
      .strictObject({ name: name.default('here').describe('this vantage point'), place: z.string().optional().describe('where it stands') })
      .prefault({}),
    store: z.string().default('var/evenkeel.db').describe('the SQLite file; relative to this file'),
    reports: z.string().default('var/reports').describe('folder of reports; relative to this file'),
    default_target: name.optional().describe('the first target where absent'),
    targets: z
      .record(name, target)
      .refine((all) => Object.keys(all).length > 0, 'at least one target is needed')
      .describe('what is measured, by name'),
    objectives: z.array(objective).default([]).describe('what was promised'),
    prices: z.array(price).default([]).describe('what instances cost: reports tell the cost of a job by it'),
    schedule: z.array(scheduleEntry(checks)).default([]).describe('what `evenkeel up` starts by the clock'),
    findings: z
      .strictObject({
        rules: z
          .array(findingRule)
          .default(DEFAULT_RULES.map(({ when }) => ({ when })))
          .describe('what opens a finding: the first rule that fits decides; outage, failures, outlier and objective where absent'),
        gone_after: z
          .strictObject({
            runs: z.int().min(1).max(1_000).default(3).describe('finished runs in which its rule found nothing'),
            time: duration.prefault('7d').describe('time in which it found nothing'),
          })
          .prefault({})
          .describe('when a finding is suggested to be closed; a person closes it'),
      })
      .prefault({}),
    check: z
      .strictObject({
        baseline: name.default('main').describe('name of the baseline'),
        last: z.int().min(1).default(5).describe('newest runs held against it'),
        max_age: duration.prefault('7d').describe('the newest run must not be older'),
        margin: z.number().gt(0).lt(1).default(0.05).describe('changes up to this ratio do not matter'),
        alarms_per_month: z.number().gt(0).default(1).describe('false alarms you can live with'),
        checks_per_month: z.number().gt(0).default(30).describe('how often check runs'),
      })
      .prefault({}),
    report: z
      .strictObject({
        locale: z
          .string()
          .refine(isKnownLocale, 'unknown locale: expected one such as de, fr or hu')
          .optional()
          .describe('whose marks numbers have'),
        decimal: z.enum(['.', ',']).optional().describe('goes before what the locale says'),
        thousands: z.enum(['none', 'space', 'point', 'comma', 'apostrophe']).optional().describe('goes before what the locale says'),
        time_zone: zone.default('UTC').describe('of printed instants'),
      })
      .refine(({ decimal, thousands }) => !(decimal === '.' && thousands === 'point') && !(decimal === ',' && thousands === 'comma'), {
        message: 'the decimal mark and the mark between thousands must differ',
        path: ['thousands'],
      })
      .prefault({})
      .describe('how reports print numbers and instants'),
    jira: jiraSection.optional(),
    exporter: z
      .strictObject({
        host: z.string().default('127.0.0.1').describe('address to bind'),
        port: z.int().min(0).max(65_535).default(9464).describe('0: any free one'),
        names: z.array(z.string()).default([]).describe('further Host names it answers to, as host:port'),
      })
      .prefault({}),
    keep: z
      .strictObject({
        jobs: duration.prefault('90d').describe('rows of jobs and phases'),
        probes: duration.prefault('14d').describe('rows of probes'),
      })
      .prefault({})
      .describe('how long raw rows live'),
    script_env: z
      .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
      .default([])
      .describe('names of environment variables that scripts may see'),
  });
}

export type RawConfig = z.output<ReturnType<typeof configSchema>>;
