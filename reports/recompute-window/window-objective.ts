import { judgeObjective, type Objective } from '../../src/analysis/objectives.ts';
import { OUTCOMES, type Outcome } from '../../src/core/outcome.ts';
import type { WindowReader } from '../../src/store/window-reader.ts';
import type { Recipe } from '../document.ts';
import { numeralsIn } from '../numerals.ts';
import { sideOf } from '../recompute/side-of.ts';
import { windowFilter, windowOf } from './window-filter.ts';

const QUANTILE: Readonly<Record<string, number>> = { median: 0.5, p95: 0.95, p99: 0.99 };

/** Of an objective over a window: the figure itself by SQL; its interval and its state are asked of src/analysis. */
export async function judgedWindow(reader: WindowReader, recipe: Recipe): Promise<number> {
  const { of, against, bound, parameters } = recipe;
  const [stat, part] = [String(parameters?.['stat']), String(parameters?.['part'])];
  const isShare = stat === 'availability' || stat === 'failure_share';
  if (part === 'value' && bound === undefined) {
    const p = QUANTILE[stat];
    if (p !== undefined) return reader.windowFigure(windowFilter(of), { kind: 'quantile', p });
    if (stat === 'mean') return reader.windowFigure(windowFilter(of), { kind: 'mean' });
  }
  if (part === 'n' && !isShare) return reader.windowFigure(windowFilter(of), { kind: 'values' });
  const window = windowOf(of);
  const values: number[] = [];
  const series = isShare
    ? []
    : await reader.windowSeries({ ...window, metric: of.metric ?? '', ...(of.target === undefined ? {} : { target: of.target }) });
  for (const row of series) {
    if ((of.observer ?? row.observer) !== row.observer || Object.entries(of.tags ?? {}).some(([tag, value]) => row.tags[tag] !== value))
      continue;
    for (const value of (await reader.valuesOfSeries({ ...window, series: row.id })).values) values.push(value);
  }
  const looks = isShare && against !== undefined ? await looksOf(reader, against) : [];
  const [limit, worse] = [Number(parameters?.['limit']), parameters?.['worse']];
  const objective = {
    id: '',
    stat: stat as Objective['stat'],
    limit,
    worse: worse === 'up' || worse === 'down' ? worse : 'either',
  } as const;
  const result = judgeObjective(objective, { values, looks });
  if (part === 'n') return result.n;
  if (part.startsWith('reason')) return Number(numeralsIn(result.reason ?? '')[Number(part.slice(6))] ?? Number.NaN);
  return result.value === null ? Number.NaN : sideOf(result.value, bound);
}

async function looksOf(reader: WindowReader, of: NonNullable<Recipe['against']>) {
  const window = windowOf(of);
  const subjects = await reader.windowSubjects({ ...window, ...(of.target === undefined ? {} : { target: of.target }) });
  const own = subjects.find(({ key, observer }) => key === of.subject?.key && (of.observer ?? observer) === observer);
  if (own === undefined) return [];
  const { at, outcome, obs, codes } = await reader.looksOfSubject({ ...window, subject: own.id });
  return Array.from(at, (instant, index) => ({
    at: instant,
    outcome: OUTCOMES[outcome[index] as number] as Outcome,
    code: codes.get(index) ?? null,
    obs: obs[index] as number,
  }));
}
