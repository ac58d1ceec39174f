import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Recipe, Selection } from '../../reports/document.ts';

type Value = string | number;
interface Query {
  readonly sql: string;
  readonly values: readonly Value[];
}

const OUTCOMES = ['ok', 'slow', 'failed', 'unknown'];
const QUANTILES: Readonly<Record<string, number>> = { q1: 0.25, median: 0.5, q3: 0.75, p95: 0.95, p99: 0.99 };
const ROW_KEYS = new Set(['rows', 'runs', 'subject', 'outcomes', 'code', 'observations', 'marks', 'instance', 'target', 'everyAttempt']);
const SAMPLE_KEYS = new Set([...ROW_KEYS, 'metric', 'tags', 'comparable']);
const COUNTED_KEYS = new Set(['rows', 'runs', 'state', 'kind', 'scenario', 'engine']);

const listed = (items: readonly unknown[]): string => `(${items.map(() => '?').join(', ')})`;
const only = (selection: Selection, keys: ReadonlySet<string>): boolean => Object.keys(selection).every((key) => keys.has(key));

/** Plain SQL on the store's file that gives the number of a recipe; undefined where this file has no query for it. Written from the words of document.ts alone. */
export function sqlOfRecipe(recipe: Recipe): Query | undefined {
  const { statistic, of, against, bound, parameters } = recipe;
  if (bound !== undefined) return undefined;
  if (statistic in QUANTILES) return overValues(of, quantile(QUANTILES[statistic] as number));
  const queries: Readonly<Record<string, () => Query | undefined>> = {
    min: () => overValues(of, 'select min(value) as answer from v'),
    max: () => overValues(of, 'select max(value) as answer from v'),
    value: () => overValues(of, 'select value as answer from v order by at, obs, n limit 1'),
    robust_cv: () => overValues(of, robustCv),
    units: () => overValues(of, 'select count(distinct run) as answer from v', true),
    level_ratio: () => (against === undefined ? undefined : ratioOfMedians(of, against)),
    count: () => (against === undefined ? counted(of) : undefined),
    share: () => (against === undefined || parameters?.['openAfter'] !== undefined ? undefined : share(of, against)),
    planned: () => planned(of, parameters?.['job']),
    ticks: () => gaps(of, 'coalesce(sum(ticks), 0)'),
    sum_seconds: () => gaps(of, 'coalesce(sum(to_at - from_at), 0) / 1e6'),
    span_seconds: () => span(of),
  };
  return queries[statistic]?.();
}

/** Answers with a number, null or undefined where nothing can be asked. */
export function askStore(folder: string, recipes: readonly Recipe[]): readonly (number | null | undefined)[] {
  const db = new Sqlite(join(folder, 'var', 'evenkeel.db'), { readonly: true });
  try {
    return recipes.map((recipe) => {
      const query = sqlOfRecipe(recipe);
      return query && (db.prepare(query.sql).get(...query.values) as { answer: number | null }).answer;
    });
  } finally {
    db.close();
  }
}

function observations(of: Selection): Query {
  const from = `select o.* from observations o join subjects s on s.id = o.subject join targets t on t.id = s.target where `;
  if (of.observations !== undefined) return { sql: `${from} o.id in ${listed(of.observations)}`, values: of.observations };
  const parts: readonly (readonly [string, readonly Value[]])[] = [
    [`o.run in (select id from runs${of.runs.length === 0 ? '' : ` where uid in ${listed(of.runs)}`})`, of.runs],
    ...(of.everyAttempt === true ? [] : [['o.attempt = 0', []] as const]),
    ...(of.subject === undefined ? [] : [['s.kind = ? and s.key = ?', [of.subject.kind, of.subject.key]] as const]),
    ...(of.outcomes === undefined
      ? []
      : [[`o.outcome in ${listed(of.outcomes)}`, of.outcomes.map((name) => OUTCOMES.indexOf(name))] as const]),
    ...(of.code === undefined
      ? []
      : [
          [
            `coalesce(o.code, case o.outcome when 0 then 'ok' when 1 then 'slow' when 2 then 'failed' else 'unknown' end) = ?`,
            [of.code],
          ] as const,
        ]),
    ...(of.marks === undefined ? [] : [['o.marks & ? <> 0', [of.marks]] as const]),
    ...(of.instance === undefined ? [] : [['o.instance = ?', [of.instance]] as const]),
    ...(of.target === undefined ? [] : [['t.name = ?', [of.target]] as const]),
  ];
  return { sql: from + parts.map(([sql]) => sql).join(' and '), values: parts.flatMap(([, values]) => values) };
}

function samples(of: Selection): Query | undefined {
  if (of.rows !== 'samples' || of.metric === undefined || !only(of, SAMPLE_KEYS)) return undefined;
  const { subject: _, ...rest } = of;
  const acts = observations({ ...rest, outcomes: of.outcomes ?? ['ok', 'slow'] });
  const tags = Object.entries(of.tags ?? {});
  const sql = `select x.value, x.obs, x.n, a.at, a.run from (${acts.sql}) a join samples x on x.obs = a.id join series r on r.id = x.series join metrics m on m.id = r.metric
    where m.name = ? and x.value is not null ${of.comparable === undefined ? '' : 'and r.comparable = ?'} ${tags.map(() => 'and json_extract(r.tags, ?) = ?').join(' ')}`;
  const values = [
    ...acts.values,
    of.metric,
    ...(of.comparable === undefined ? [] : [of.comparable]),
    ...tags.flatMap(([key, value]) => [`$."${key}"`, value]),
  ];
  return { sql, values };
}

/** `shared`: only where all instances of a run share a host is the run the unit. */
function overValues(of: Selection, answer: string, shared = false): Query | undefined {
  const found = samples(of);
  if (found === undefined) return undefined;
  const sql = `with v as (${found.sql}) ${answer}`;
  return shared ? { sql: `${sql} where (select min(shares_host) from runs) = 1`, values: found.values } : { sql, values: found.values };
}

/** Type 7: between the two neighbours of p (n − 1). */
function quantileOf(table: string, column: string, p: number): string {
  return `(with r as (select ${column} as x, row_number() over (order by ${column}) - 1 as i, ${p} * (count(*) over () - 1) as place from ${table})
    select sum(case when i = cast(place as int) then x * (1 - (place - cast(place as int))) when i = cast(place as int) + 1 then x * (place - cast(place as int)) end) from r)`;
}

const quantile = (p: number): string => `select ${quantileOf('v', 'value', p)} as answer`;

const robustCv = `, c as (select ${quantileOf('v', 'value', 0.5)} as centre), d as (select abs(value - centre) as off from v, c)
  select 1.482602218505602 * ${quantileOf('d', 'off', 0.5)} / centre as answer from c`;

/** Of every pair of runs; only where the run is the unit. */
function ratioOfMedians(of: Selection, against: Selection): Query | undefined {
  const [after, before] = [samples(of), samples(against)];
  if (after === undefined || before === undefined) return undefined;
  const medians = (side: string): string =>
    `select run, ${quantileOf(`(select value from ${side} inner_side where inner_side.run = outer_side.run)`, 'value', 0.5)} as median from (select distinct run from ${side}) outer_side`;
  const sql = `with a as (${after.sql}), b as (${before.sql}), ma as (${medians('a')}), mb as (${medians('b')}),
    l as (select ln(ma.median / mb.median) as x from ma, mb) select exp(${quantileOf('l', 'x', 0.5)}) as answer where (select min(shares_host) from runs) = 1`;
  return { sql, values: [...after.values, ...before.values] };
}

function counted(of: Selection): Query | undefined {
  const inRuns = `run in (select id from runs where uid in ${listed(of.runs)})`;
  if (of.rows === 'samples') return overValues(of, 'select count(*) as answer from v');
  if (of.rows === 'observations' && only(of, ROW_KEYS)) {
    const { sql, values } = observations(of);
    return { sql: `select count(*) as answer from (${sql})`, values };
  }
  if (of.rows === 'gaps') return gaps(of, 'count(*)');
  if (!only(of, COUNTED_KEYS) || of.runs.length === 0) return undefined;
  const state = of.state === undefined ? '' : ' and state = ?';
  const extra = of.state === undefined ? [] : [of.state];
  if (of.rows === 'runs')
    return { sql: `select count(*) as answer from runs where uid in ${listed(of.runs)}${state}`, values: [...of.runs, ...extra] };
  if (of.rows === 'instances')
    return of.kind === undefined ? { sql: `select count(*) as answer from instances where ${inRuns}`, values: of.runs } : undefined;
  if (of.rows === 'resources') {
    const kind = of.kind === undefined ? '' : ' and kind = ?';
    const values = [...of.runs, ...extra, ...(of.kind === undefined ? [] : [of.kind])];
    return { sql: `select count(*) as answer from resources where ${inRuns}${state}${kind}`, values };
  }
  if (of.rows !== 'executions') return undefined;
  const scenario = of.scenario === undefined ? '' : ' and scenario = ?';
  const engine = of.engine === undefined ? '' : " and engine in (select id from instruments where name || ' ' || version = ?)";
  const called = [of.scenario, of.engine].filter((name) => name !== undefined);
  return {
    sql: `select count(*) as answer from executions where ${inRuns}${state}${scenario}${engine}`,
    values: [...of.runs, ...extra, ...called],
  };
}

function share(of: Selection, against: Selection): Query | undefined {
  if (!only(of, ROW_KEYS) || !only(against, ROW_KEYS) || of.rows !== 'observations') return undefined;
  const [part, whole] = [observations(of), observations(against)];
  return {
    sql: `with w as (select id from (${whole.sql}) where outcome <> 3) select (select count(*) from (${part.sql}) p where p.id in (select id from w)) * 1.0 / (select count(*) from w) as answer`,
    values: [...whole.values, ...part.values],
  };
}

function planned(of: Selection, job: string | number | undefined): Query | undefined {
  if (of.rows !== 'runs' && of.rows !== 'observations' && of.rows !== 'instances') return undefined;
  const what = job === undefined ? `json_extract(plan, '$.instances')` : `coalesce(json_extract(plan, ?), 0)`;
  return {
    sql: `select sum(${what}) as answer from runs where uid in ${listed(of.runs)}`,
    values: [...(job === undefined ? [] : [`$.jobs."${job}"`]), ...of.runs],
  };
}

function gaps(of: Selection, answer: string): Query | undefined {
  if (!only(of, COUNTED_KEYS) || of.rows !== 'gaps') return undefined;
  return {
    sql: `select ${answer} as answer from gaps g where exists (select 1 from runs r where r.uid in ${listed(of.runs)} and g.from_at <= r.ended_at and g.to_at >= r.started_at)`,
    values: of.runs,
  };
}

function span(of: Selection): Query | undefined {
  if (of.rows === 'runs')
    return {
      sql: `select (max(coalesce(ended_at, started_at)) - min(started_at)) / 1e6 as answer from runs where uid in ${listed(of.runs)}`,
      values: of.runs,
    };
  if (of.rows !== 'observations' || !only(of, ROW_KEYS)) return undefined;
  const { sql, values } = observations(of);
  return { sql: `select (max(at) - min(at)) / 1e6 as answer from (${sql})`, values };
}
