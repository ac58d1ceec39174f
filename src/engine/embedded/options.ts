import { invalidConfig } from './execution-problem.ts';
import { goDurationMs } from './go-duration.ts';
import { scenariosFrom, workloadsFrom, type Workload } from './workload.ts';

export interface ThresholdOption {
  readonly threshold: string;
  readonly abortOnFail: boolean;
  readonly delayAbortEvalMs: number;
}

/** A script's `options`, read and with k6's defaults. */
export interface RunOptions {
  /** As the script gave them. */
  readonly given: { readonly [name: string]: unknown };
  /** Them, or the one that the shortcuts stand for. */
  readonly scenarios: unknown;
  readonly workloads: readonly Workload[];
  readonly thresholds: { readonly [key: string]: readonly ThresholdOption[] };
  readonly tags: { readonly [name: string]: string };
  readonly systemTags: readonly string[];
  readonly setupTimeoutMs: number;
  readonly teardownTimeoutMs: number;
  readonly summaryTimeoutMs: number;
  readonly noSetup: boolean;
  readonly noTeardown: boolean;
  readonly maxRedirects: number;
  readonly userAgent: string | null;
  readonly batch: number;
  readonly batchPerHost: number;
  readonly insecureSkipTlsVerify: boolean;
  readonly throw: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVuConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  readonly discardResponseBodies: boolean;
  readonly minIterationMs: number;
  readonly summaryTrendStats: readonly string[];
  readonly summaryTimeUnit: string;
  /** Names that mean nothing to this engine or to k6. */
  readonly unknown: readonly string[];
}

const SYSTEM_TAGS =
  'proto subproto status method url name group check error error_code tls_version scenario service expected_response'.split(' ');

const WORKLOAD_SHORTCUTS = ['vus', 'duration', 'iterations', 'stages', 'scenarios'];

/** Options that change what is measured and that this engine has no hand in. */
const NEEDS_K6 =
  'blacklistIPs blockHostnames dns executionSegment executionSegmentSequence hosts localIPs rps tlsAuth tlsCipherSuites tlsVersion'.split(
    ' ',
  );

/** Of no effect here, or of none on what is measured. */
const HARMLESS = ['cloud', 'ext', 'httpDebug', 'linger', 'noUsageReport', 'paused', 'consoleOutput', 'noThresholds'];

type Given = { readonly [name: string]: unknown };

/** Throws ExecutionProblem (104), naming the option, for what k6 would refuse and for what needs k6. */
export function readOptions(given: Given, functions: readonly string[]): RunOptions {
  const foreign = NEEDS_K6.find((name) => given[name] !== undefined && given[name] !== null);
  if (foreign !== undefined)
    throw invalidConfig(`options.${foreign} needs k6: the embedded engine does not have it`, 'Install k6, or leave the option out');
  const read = reader(given);
  return {
    given,
    scenarios: scenariosFrom(given),
    workloads: workloadsFrom(given, functions),
    thresholds: given['noThresholds'] === true ? {} : readThresholds(given['thresholds']),
    tags: read.tags('tags'),
    systemTags: read.texts('systemTags', SYSTEM_TAGS),
    setupTimeoutMs: read.duration('setupTimeout', 60_000),
    teardownTimeoutMs: read.duration('teardownTimeout', 60_000),
    summaryTimeoutMs: read.duration('handleSummaryTimeout', 120_000),
    noSetup: read.flag('noSetup'),
    noTeardown: read.flag('noTeardown'),
    maxRedirects: read.count('maxRedirects', 10),
    userAgent: read.text('userAgent'),
    batch: read.count('batch', 20),
    batchPerHost: read.count('batchPerHost', 6),
    insecureSkipTlsVerify: read.flag('insecureSkipTLSVerify'),
    throw: read.flag('throw'),
    noConnectionReuse: read.flag('noConnectionReuse'),
    noVuConnectionReuse: read.flag('noVUConnectionReuse'),
    noCookiesReset: read.flag('noCookiesReset'),
    discardResponseBodies: read.flag('discardResponseBodies'),
    minIterationMs: read.duration('minIterationDuration', 0),
    summaryTrendStats: trendStats(read.texts('summaryTrendStats', ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'])),
    summaryTimeUnit: read.text('summaryTimeUnit') ?? '',
    unknown: Object.keys(given).filter((name) => ![...read.names, ...WORKLOAD_SHORTCUTS, ...HARMLESS].includes(name)),
  };
}

interface Reader {
  /** Every option that was looked at. */
  readonly names: string[];
  duration(name: string, byDefault: number): number;
  count(name: string, byDefault: number): number;
  flag(name: string): boolean;
  text(name: string): string | null;
  texts(name: string, byDefault: readonly string[]): readonly string[];
  tags(name: string): { readonly [name: string]: string };
}

function reader(given: Given): Reader {
  const names: string[] = ['thresholds'];
  const option = (name: string): unknown => {
    names.push(name);
    return given[name] ?? undefined;
  };
  const wrong = (name: string, wanted: string): never => {
    throw invalidConfig(`options.${name} must be ${wanted}, not ${JSON.stringify(given[name])}`);
  };
  return {
    names,
    duration(name, byDefault) {
      const value = option(name);
      if (value === undefined) return byDefault;
      const ms = goDurationMs(value);
      return ms === null || ms < 0 ? wrong(name, 'a duration, as in 30s') : ms;
    },
    count(name, byDefault) {
      const value = option(name);
      if (value === undefined) return byDefault;
      return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : wrong(name, 'a whole number of at least 0');
    },
    flag(name) {
      const value = option(name);
      if (value === undefined) return false;
      return typeof value === 'boolean' ? value : wrong(name, 'true or false');
    },
    text(name) {
      const value = option(name);
      if (value === undefined) return null;
      return typeof value === 'string' ? value : wrong(name, 'a text');
    },
    texts(name, byDefault) {
      const value = option(name);
      if (value === undefined) return byDefault;
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : wrong(name, 'a list of texts');
    },
    tags(name) {
      const value = option(name);
      if (value === undefined) return {};
      if (typeof value !== 'object' || Array.isArray(value)) return wrong(name, 'an object of texts');
      return Object.fromEntries(Object.entries(value as object).map(([tag, text]) => [tag, String(text)]));
    },
  };
}

function trendStats(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^(?:avg|min|med|max|count|p\(\d+(?:\.\d+)?\))$/.test(name));
  if (wrong !== undefined) throw invalidConfig(`options.summaryTrendStats: "${wrong}" is none of avg, min, med, max, count, p(N)`);
  return names;
}

function readThresholds(given: unknown): RunOptions['thresholds'] {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw invalidConfig('options.thresholds must be an object: metric → list of expressions');
  return Object.fromEntries(
    Object.entries(given).map(([key, list]) => {
      if (!Array.isArray(list)) throw invalidConfig(`thresholds: "${key}" must be a list of expressions`);
      return [key, list.map((item: unknown) => readThreshold(key, item))];
    }),
  );
}

function readThreshold(key: string, item: unknown): ThresholdOption {
  if (typeof item === 'string') return { threshold: item, abortOnFail: false, delayAbortEvalMs: 0 };
  const { threshold, abortOnFail, delayAbortEval } = (item ?? {}) as Given;
  const delayAbortEvalMs = delayAbortEval === undefined || delayAbortEval === null ? 0 : goDurationMs(delayAbortEval);
  if (typeof threshold !== 'string' || delayAbortEvalMs === null) {
    throw invalidConfig(`thresholds: "${key}" takes texts and {threshold, abortOnFail, delayAbortEval}, not ${JSON.stringify(item)}`);
  }
  return { threshold, abortOnFail: abortOnFail === true, delayAbortEvalMs };
}
