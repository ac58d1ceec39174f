import { invalidConfig } from './execution-problem.ts';
import { goDurationMs } from './go-duration.ts';

export interface Stage {
  readonly durationMs: number;
  readonly target: number;
}

interface WorkloadBase {
  readonly name: string;
  readonly exec: string;
  readonly startTimeMs: number;
  readonly gracefulStopMs: number;
  readonly env: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
}

/** One entry of `options.scenarios`; k6 calls it a scenario. */
export type Workload = WorkloadBase &
  (
    | ({ readonly executor: 'shared-iterations' } & Iterations)
    | ({ readonly executor: 'per-vu-iterations' } & Iterations)
    | { readonly executor: 'constant-vus'; readonly vus: number; readonly durationMs: number }
    | {
        readonly executor: 'ramping-vus';
        readonly startVus: number;
        readonly stages: readonly Stage[];
        readonly gracefulRampDownMs: number;
      }
    | ({ readonly executor: 'constant-arrival-rate'; readonly rate: number; readonly durationMs: number } & Arrivals)
    | ({ readonly executor: 'ramping-arrival-rate'; readonly startRate: number; readonly stages: readonly Stage[] } & Arrivals)
  );

interface Iterations {
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

interface Arrivals {
  readonly timeUnitMs: number;
  readonly preAllocatedVus: number;
  readonly maxVus: number;
}

export type WorkloadOf<Executor extends Workload['executor']> = Extract<Workload, { readonly executor: Executor }>;

/** VUs that exist from the start; each is a thread. */
export function plannedVus(workload: Workload): number {
  if ('vus' in workload) return workload.vus;
  if ('preAllocatedVus' in workload) return workload.preAllocatedVus;
  return Math.max(workload.startVus, ...workload.stages.map(({ target }) => target));
}

export function maxVus(workload: Workload): number {
  return 'maxVus' in workload ? workload.maxVus : plannedVus(workload);
}

/** How long it may start iterations, ms from its start. */
export function regularMs(workload: Workload): number {
  if ('maxDurationMs' in workload) return workload.maxDurationMs;
  if ('durationMs' in workload) return workload.durationMs;
  return workload.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

type Given = { readonly [name: string]: unknown };

const BASE_FIELDS = ['executor', 'startTime', 'gracefulStop', 'env', 'exec', 'tags', 'options'];
const FIELDS: { readonly [executor in Workload['executor']]: readonly string[] } = {
  'shared-iterations': ['vus', 'iterations', 'maxDuration'],
  'per-vu-iterations': ['vus', 'iterations', 'maxDuration'],
  'constant-vus': ['vus', 'duration'],
  'ramping-vus': ['startVUs', 'stages', 'gracefulRampDown'],
  'constant-arrival-rate': ['rate', 'timeUnit', 'duration', 'preAllocatedVUs', 'maxVUs'],
  'ramping-arrival-rate': ['startRate', 'timeUnit', 'stages', 'preAllocatedVUs', 'maxVUs'],
};

/** `scenarios` as given, or the one that the shortcuts stand for. Throws ExecutionProblem (104). */
export function scenariosFrom(options: Given): { readonly [name: string]: unknown } {
  const scenarios = options['scenarios'] ?? undefined;
  const shortcuts = ['iterations', 'duration', 'stages'].filter((name) => (options[name] ?? undefined) !== undefined);
  if (scenarios === undefined) return { default: shortcut(options, shortcuts) };
  if (shortcuts.length > 0) throw invalidConfig(`options: scenarios and ${shortcuts.join(', ')} exclude each other`);
  if (typeof scenarios !== 'object' || Object.keys(scenarios as object).length === 0) {
    throw invalidConfig('options.scenarios must be an object with at least one entry');
  }
  return scenarios as Given;
}

/** Reads `scenarios` or the shortcuts. Throws ExecutionProblem (104). */
export function workloadsFrom(options: Given, functions: readonly string[]): readonly Workload[] {
  return Object.entries(scenariosFrom(options)).map(([name, given]) => workloadFrom(name, given, functions));
}

/** The workload that the shortcuts vus, iterations, duration and stages stand for. */
function shortcut(options: Given, given: readonly string[]): Given {
  const vus = options['vus'] ?? undefined;
  const withVus = vus === undefined ? {} : { vus };
  if (given.includes('iterations') && !given.includes('stages')) {
    const limit = options['duration'] ?? undefined;
    return {
      executor: 'shared-iterations',
      iterations: options['iterations'],
      ...withVus,
      ...(limit === undefined ? {} : { maxDuration: limit }),
    };
  }
  if (given.length > 1) throw invalidConfig(`options: ${given.join(' and ')} exclude each other`);
  if (given[0] === 'duration') return { executor: 'constant-vus', duration: options['duration'], ...withVus };
  if (given[0] === 'stages') return { executor: 'ramping-vus', stages: options['stages'], ...(vus === undefined ? {} : { startVUs: vus }) };
  if (vus !== undefined) return { executor: 'shared-iterations', vus, iterations: vus };
  return { executor: 'per-vu-iterations' };
}

function workloadFrom(name: string, given: unknown, functions: readonly string[]): Workload {
  if (!/^[0-9a-zA-Z_-]+$/.test(name)) throw invalidConfig(`scenarios: "${name}" is no name: letters, digits, _ and - only`);
  if (typeof given !== 'object' || given === null) throw invalidConfig(`scenarios.${name} must be an object`);
  const fields = given as Given;
  const read = fieldReader(name, fields);
  const executor = read.executor();
  const unknown = Object.keys(fields).find((field) => ![...BASE_FIELDS, ...FIELDS[executor]].includes(field));
  if (unknown !== undefined) throw invalidConfig(`scenarios.${name}: ${executor} has no field "${unknown}"`);
  const base = {
    name,
    exec: read.text('exec', 'default'),
    startTimeMs: read.duration('startTime', 0, 0),
    gracefulStopMs: read.duration('gracefulStop', 30_000, 0),
    env: read.texts('env'),
    tags: read.texts('tags'),
  };
  if (!functions.includes(base.exec)) {
    throw invalidConfig(
      `scenarios.${name}: the script exports no function "${base.exec}"`,
      `It exports: ${functions.filter((item) => item !== 'handleSummary').join(', ')}`,
    );
  }
  if (executor === 'shared-iterations' || executor === 'per-vu-iterations') {
    const [vus, iterations] = [read.count('vus', 1, 1), read.count('iterations', 1, 1)];
    if (executor === 'shared-iterations' && iterations < vus)
      throw invalidConfig(`scenarios.${name}: iterations (${iterations}) must be at least vus (${vus})`);
    return { ...base, executor, vus, iterations, maxDurationMs: read.duration('maxDuration', 600_000, 1000) };
  }
  if (executor === 'constant-vus')
    return { ...base, executor, vus: read.count('vus', 1, 1), durationMs: read.duration('duration', null, 1000) };
  if (executor === 'ramping-vus') {
    const workload = {
      ...base,
      executor,
      startVus: read.count('startVUs', 1, 0),
      stages: read.stages(),
      gracefulRampDownMs: read.duration('gracefulRampDown', 30_000, 0),
    };
    if (plannedVus(workload) === 0) throw invalidConfig(`scenarios.${name}: no stage has a VU`);
    return workload;
  }
  const preAllocatedVus = read.count('preAllocatedVUs', null, 0);
  const arrivals = {
    timeUnitMs: read.duration('timeUnit', 1000, Number.MIN_VALUE),
    preAllocatedVus,
    maxVus: read.count('maxVUs', preAllocatedVus, 0),
  };
  if (arrivals.maxVus < preAllocatedVus)
    throw invalidConfig(`scenarios.${name}: maxVUs (${arrivals.maxVus}) must be at least preAllocatedVUs (${preAllocatedVus})`);
  if (arrivals.maxVus === 0) throw invalidConfig(`scenarios.${name}: maxVUs must be at least 1`);
  if (executor === 'constant-arrival-rate')
    return { ...base, executor, ...arrivals, rate: read.count('rate', null, 1), durationMs: read.duration('duration', null, 1000) };
  return { ...base, executor, ...arrivals, startRate: read.count('startRate', 0, 0), stages: read.stages() };
}

interface FieldReader {
  executor(): Workload['executor'];
  /** `byDefault` null: the field must be there. */
  duration(field: string, byDefault: number | null, least: number): number;
  count(field: string, byDefault: number | null, least: number): number;
  text(field: string, byDefault: string): string;
  texts(field: string): { readonly [name: string]: string };
  stages(): readonly Stage[];
}

function fieldReader(name: string, fields: Given): FieldReader {
  const at = `scenarios.${name}`;
  const present = (field: string, byDefault: number | null): unknown => {
    const value = fields[field] ?? undefined;
    if (value === undefined && byDefault === null) throw invalidConfig(`${at}: ${field} is missing`);
    return value;
  };
  return {
    executor() {
      const { executor } = fields;
      if (typeof executor === 'string' && Object.hasOwn(FIELDS, executor)) return executor as Workload['executor'];
      const reason = executor === 'externally-controlled' ? 'was removed from k6' : 'is not known';
      throw invalidConfig(`${at}: executor ${JSON.stringify(executor) ?? '(none)'} ${reason}`, `One of ${Object.keys(FIELDS).join(', ')}`);
    },
    duration(field, byDefault, least) {
      const value = present(field, byDefault);
      if (value === undefined) return byDefault as number;
      const ms = goDurationMs(value);
      if (ms === null) throw invalidConfig(`${at}: ${field} must be a duration, as in 30s, not ${JSON.stringify(value)}`);
      if (ms < least)
        throw invalidConfig(`${at}: ${field} must be ${least >= 1000 ? 'at least 1s' : 'above 0'}, not ${JSON.stringify(value)}`);
      return ms;
    },
    count(field, byDefault, least) {
      const value = present(field, byDefault);
      if (value === undefined) return byDefault as number;
      if (!Number.isInteger(value) || (value as number) < least)
        throw invalidConfig(`${at}: ${field} must be a whole number of at least ${least}, not ${JSON.stringify(value)}`);
      return value as number;
    },
    text(field, byDefault) {
      const value = present(field, 0) ?? byDefault;
      if (typeof value !== 'string') throw invalidConfig(`${at}: ${field} must be a text, not ${JSON.stringify(value)}`);
      return value;
    },
    texts(field) {
      const value = fields[field] ?? {};
      if (typeof value !== 'object' || Array.isArray(value)) throw invalidConfig(`${at}: ${field} must be an object of texts`);
      return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
    },
    stages() {
      const { stages } = fields;
      if (!Array.isArray(stages) || stages.length === 0) throw invalidConfig(`${at}: stages must be a list with at least one stage`);
      return stages.map((stage: unknown, index) => {
        const read = fieldReader(`${name}.stages[${index}]`, (stage ?? {}) as Given);
        return { durationMs: read.duration('duration', null, 0), target: read.count('target', null, 0) };
      });
    },
  };
}
