import { OUTCOMES, type Outcome } from '../../core/outcome.ts';
import type { Database } from '../sqlite.ts';
import type { NearLook, WindowFigure, WindowFilter } from '../window-rows.ts';

const FIRST_TRIES = 'o.at >= @from and o.at < @to and o.run is null and o.attempt = 0';
const SUBJECTS = `subjects s join targets t on t.id = s.target join observers b on b.id = s.observer
  cross join observations o on o.subject = s.id`;
const OF_SUBJECT = `s.kind = coalesce(@kind, 'probe') and (@key is null or s.key = @key) and (@target is null or t.name = @target)
  and (@observer is null or b.name = @observer)`;

/** Subjects whose looks are kept: a table by day asks for each again and again. */
const SUBJECTS_KEPT = 64;

/**
 * Numbers of a window by plain SQL, for whoever checks what a report made of `looksOfSubject` and `valuesOfSeries`. Values are
 * sorted by SQLite; those of the last filter are kept, since one series has many figures.
 */
export function windowFigures(db: Database) {
  const count = db
    .prepare(
      `select count(*) from ${SUBJECTS} where ${OF_SUBJECT} and ${FIRST_TRIES}
         and (@outcomes is null or o.outcome in (select value from json_each(@outcomes)))
         and (@code is null or coalesce(o.code, 'failed') = @code) and (@marks is null or o.marks & @marks <> 0)`,
    )
    .pluck();
  const sorted = db
    .prepare(
      `select x.value from series r join metrics m on m.id = r.metric join targets t on t.id = r.target join observers b on b.id = r.observer
         cross join samples x on x.series = r.id and x.at >= @from and x.at < @to cross join observations o on o.id = x.obs
       where m.name = @metric and (@target is null or t.name = @target) and (@observer is null or b.name = @observer)
         and (@comparable is null or r.comparable = @comparable) and x.value is not null
         and not exists (select 1 from json_each(@tags) w
           where not exists (select 1 from json_each(r.tags) h where h.key = w.key and h.value = w.value))
         and o.run is null and o.attempt = 0 and o.outcome in (0, 1) order by x.value`,
    )
    .pluck();
  const near = db.prepare(
    `select id, at, outcome, code from (select o.id, o.at, o.outcome, o.code,
         max(o.outcome >= 2) over (order by o.at, o.id rows between @near preceding and @near following) as beside,
         row_number() over (order by o.at, o.id) as place, count(*) over () as n
       from ${SUBJECTS} where ${OF_SUBJECT} and ${FIRST_TRIES})
     where beside = 1 or place = 1 or place = n order by at, id`,
  );
  // Another process may write between two questions.
  const keyOf = (...of: readonly unknown[]): string => JSON.stringify([db.pragma('data_version', { simple: true }), ...of]);
  const looks = new Map<string, readonly NearLook[]>();
  let kept: { readonly key: string; readonly values: Float64Array } = { key: '', values: new Float64Array(0) };
  const valuesOf = (filter: WindowFilter): Float64Array => {
    const key = keyOf(filter);
    if (kept.key !== key) kept = { key, values: Float64Array.from(sorted.all(bound(filter)) as number[]) };
    return kept.values;
  };
  return {
    /** NaN where there is no such value. */
    windowFigure(filter: WindowFilter, figure: WindowFigure): number {
      if (figure.kind === 'looks') return count.get(bound(filter)) as number;
      const values = valuesOf(filter);
      switch (figure.kind) {
        case 'values':
          return values.length;
        case 'rank':
          return values[figure.rank - 1] ?? Number.NaN;
        case 'mean':
          return values.reduce((sum, value) => sum + value, 0) / values.length;
        case 'quantile': {
          const place = figure.p * (values.length - 1);
          const [low, high] = [values[Math.floor(place)] ?? Number.NaN, values[Math.ceil(place)] ?? Number.NaN];
          return low + (high - low) * (place - Math.floor(place));
        }
      }
    },
    /** The looks that failed or say nothing, with `near` others on each side, the first and the last. */
    looksNear(filter: WindowFilter, nearby: number): readonly NearLook[] {
      const key = keyOf(filter, nearby);
      const known = looks.get(key);
      if (known !== undefined) return known;
      const rows = near.all({ ...bound(filter), near: nearby }) as (Omit<NearLook, 'outcome'> & { outcome: number })[];
      const found = rows.map(({ outcome, ...row }) => ({ ...row, outcome: OUTCOMES[outcome] as Outcome }));
      if (looks.size === SUBJECTS_KEPT) looks.clear();
      looks.set(key, found);
      return found;
    },
  };
}

function bound({ from, to, target, observer, subject, outcomes, code, marks, metric, tags, comparable }: WindowFilter) {
  return {
    from,
    to,
    target: target ?? null,
    observer: observer ?? null,
    kind: subject?.kind ?? null,
    key: subject?.key ?? null,
    outcomes: outcomes === undefined ? null : JSON.stringify(outcomes.map((name) => OUTCOMES.indexOf(name as Outcome))),
    code: code ?? null,
    marks: marks ?? null,
    metric: metric ?? null,
    tags: JSON.stringify(tags ?? {}),
    comparable: comparable ?? null,
  };
}
