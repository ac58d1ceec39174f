import type { FileBatch, FileProblem, FileRow, InjectedFault } from '../file-row.ts';
import { isObject } from '../json-lines.ts';
import { seriesName } from '../series-name.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One load of a Rally task: its iterations and what was done to the cloud meanwhile. */
interface Load {
  readonly scenario: string;
  readonly iterations: readonly unknown[];
  readonly hooks: readonly unknown[];
}

/** Whether a document holds results of Rally: a list of loads (`rally task results`) or tasks with workloads (`rally task report --json`). */
export function isRally(document: unknown): boolean {
  return loadsOf(document).length > 0;
}

/**
 * For each load, numbered from 1 in the order of the file: the `duration` of its iterations, and each atomic action by its name; seconds. Of a failed iteration, and of
 * an action that did not end, there is no value; the code is the name of the error. Hooks are injected faults.
 */
export function readRally(file: string, document: unknown): FileBatch {
  const rows: FileRow[] = [];
  const problems: FileProblem[] = [];
  const faults: InjectedFault[] = [];
  for (const [index, { scenario, iterations, hooks }] of loadsOf(document).entries()) {
    const groups = { scenario, load: String(index + 1) };
    faults.push(...faultsOf(hooks, groups));
    const duration = seriesName('duration', 's', groups);
    const nameOf = naming(groups);
    for (const [position, iteration] of iterations.entries()) {
      const line = position + 1;
      const { timestamp, error } = isObject(iteration) ? iteration : {};
      if (!isObject(iteration) || typeof timestamp !== 'number') {
        problems.push({ file, line, message: `load ${index + 1}, iteration ${line}: it has no timestamp` });
        continue;
      }
      const at = Math.round(timestamp * 1e6);
      const failure = Array.isArray(error) && error.length > 0 ? String(error[0]) : null;
      rows.push({ ...act(line, iteration['duration'], failure), series: duration, at });
      for (const action of actionsOf(iteration['atomic_actions'], at)) {
        const failed = action.failed ? (failure ?? 'failed') : null;
        rows.push({ ...act(line, action.seconds, failed), series: nameOf(action.name), at: action.at });
      }
    }
  }
  return { rows, problems, faults };
}

function act(line: number, seconds: unknown, failure: string | null): Omit<FileRow, 'series' | 'at'> {
  const known = typeof seconds === 'number' && Number.isFinite(seconds);
  const rest = { line, code: failure, instance: null };
  if (failure === null) return { ...rest, value: known ? seconds : Number.NaN, outcome: 'ok' };
  return { ...rest, value: Number.NaN, outcome: 'failed', ...(known ? { took: seconds } : {}) };
}

function loadsOf(document: unknown): readonly Load[] {
  if (Array.isArray(document)) {
    return document.filter(isObject).flatMap((load) => {
      const { result, key, hooks } = load;
      return Array.isArray(result) && isObject(key)
        ? [{ scenario: text(key['name']), iterations: result as unknown[], hooks: list(hooks) }]
        : [];
    });
  }
  if (!isObject(document)) return [];
  return fieldsIn(document['tasks'])
    .flatMap(({ subtasks }) => fieldsIn(subtasks))
    .flatMap(({ workloads }) => fieldsIn(workloads))
    .flatMap(({ name, title, data, hooks }) =>
      Array.isArray(data) ? [{ scenario: text(name ?? title), iterations: data as unknown[], hooks: list(hooks) }] : [],
    );
}

interface Action {
  readonly name: string;
  readonly at: number;
  readonly seconds: number | null;
  readonly failed: boolean;
}

/** Older files tell a time for each name, newer ones begin and end of each. Starts that are not told are those of the iteration. */
function actionsOf(actions: unknown, at: number): readonly Action[] {
  if (isObject(actions))
    return Object.entries(actions).map(([name, seconds]) => {
      const known = typeof seconds === 'number';
      return { name, at, seconds: known ? seconds : null, failed: !known };
    });
  return fieldsIn(actions).flatMap(({ name, started_at: start, finished_at: end, failed }) =>
    typeof start === 'number' && typeof end === 'number'
      ? [{ name: text(name), at: Math.round(start * 1e6), seconds: end - start, failed: failed === true }]
      : [],
  );
}

function faultsOf(hooks: readonly unknown[], groups: Readonly<Record<string, string>>): readonly InjectedFault[] {
  return hooks.filter(isObject).flatMap(({ config, results }) => {
    const { args, name, action: configured } = isObject(config) ? config : {};
    const [hook, said] = Array.isArray(configured) ? configured : [name, args];
    const action = isObject(said) ? text(said['action'] ?? hook) : text(said ?? hook);
    return fieldsIn(results).flatMap(({ started_at: start, finished_at: end }) =>
      typeof start === 'number'
        ? [{ startedAt: Math.round(start * 1e6), finishedAt: typeof end === 'number' ? Math.round(end * 1e6) : null, action, groups }]
        : [],
    );
  });
}

function naming(groups: Readonly<Record<string, string>>): (action: string) => FileRow['series'] {
  const known = new Map<string, FileRow['series']>();
  return (action) => {
    const series = known.get(action) ?? seriesName(action, 's', groups);
    known.set(action, series);
    return series;
  };
}

function fieldsIn(value: unknown): readonly Fields[] {
  return list(value).filter(isObject);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? 'unnamed' : JSON.stringify(value);
}
