import type { Database } from '../sqlite.ts';
import type { Window, WindowSeriesRow, WindowValues } from '../window-rows.ts';
import type { LeftOut } from './left-out.ts';
import { joinedColumn, windowSlices } from './window-slices.ts';

/** What the watch timed: a series at a time, as columns. */
export function windowValues(db: Database, leftOut: LeftOut) {
  const all = db.prepare(
    `select r.id, m.name as metric, r.tags, r.comparable, t.name as target, b.name as observer
     from series r join metrics m on m.id = r.metric join targets t on t.id = r.target join observers b on b.id = r.observer
     where m.name = @metric and (@target is null or t.name = @target)
       and exists (select 1 from subject_series u join subjects s on s.id = u.subject where u.series = r.id and s.kind = 'probe')
       and exists (select 1 from samples x where x.series = r.id and x.at >= @from and x.at < @to)
     order by t.name, r.tags, b.name, r.id`,
  );
  const values = db.prepare('select at, obs, value from samples where series = ? and at >= ? and at < ? and value is not null').raw();
  const subjectsOf = db.prepare('select subject from subject_series where series = ? order by subject').pluck();
  let known = { key: '', ids: new Set<number>() };
  /** The series of a probe come one after the other and have the same looks. */
  const leftOutOf = (series: number, window: Window): ReadonlySet<number> => {
    const subjects = subjectsOf.all(series) as number[];
    const key = JSON.stringify([subjects, window]);
    if (known.key !== key) known = { key, ids: new Set(subjects.flatMap((subject) => leftOut.of(subject, window))) };
    return known.ids;
  };
  return {
    windowSeries: ({
      from,
      to,
      metric,
      target,
    }: Window & { readonly metric: string; readonly target?: string }): readonly WindowSeriesRow[] =>
      (all.all({ from, to, metric, target: target ?? null }) as (Omit<WindowSeriesRow, 'tags'> & { tags: string })[]).map((row) => ({
        ...row,
        tags: JSON.parse(row.tags) as WindowSeriesRow['tags'],
      })),
    valuesOfSeries({ series, from, to }: Window & { readonly series: number }): WindowValues {
      // An act whose samples lie later than itself began before the window at most by what an act may take.
      const out = leftOutOf(series, { from: from - LONGEST_ACT_US, to });
      const slices = windowSlices({ from, to }).map((slice) => {
        const rows = (values.all(series, slice.from, slice.to) as [number, number, number][]).filter(([, obs]) => !out.has(obs));
        return { at: Float64Array.from(rows, ([at]) => at), values: Float64Array.from(rows, ([, , value]) => value) };
      });
      const floats = (length: number): Float64Array => new Float64Array(length);
      return {
        at: joinedColumn(
          floats,
          slices.map(({ at }) => at),
        ),
        values: joinedColumn(
          floats,
          slices.map((slice) => slice.values),
        ),
      };
    },
  };
}

const LONGEST_ACT_US = 3_600_000_000;
