import { comparable } from '../../core/instrument.ts';
import { metricOf } from '../../core/metrics.ts';
import type { Observation, Sample } from '../../core/observation.ts';
import type { ImportedSeries } from '../imports.ts';
import type { Database } from '../sqlite.ts';
import { upsert, type Names } from './names.ts';
import { refusal, tagText } from './tags.ts';

/** Beyond this many series a target's data says more about its tags than about the target. */
export const MAX_SERIES_PER_TARGET = 10_000;

export interface SeriesBook {
  /** Row id of the sample's series, or the reason why it gets none. */
  of(sample: Sample, observation: Observation, placed: { readonly target: number; readonly subject: number }): number | string;
  /** The same for a series of a file; its subject is only asked for where it gets one. */
  imported(
    series: ImportedSeries,
    placed: { readonly target: number; readonly comparable: string; readonly clock: Clock; readonly subject: () => number },
  ): number | string;
  /** To be called when a transaction was rolled back. */
  forget(): void;
}

/** `index`: the file tells an order and no time; `at` counts 0, 1, 2, … */
export type Clock = 'utc' | 'index';

export function seriesBook(db: Database, observer: number, names: Names, limit: number = MAX_SERIES_PER_TARGET): SeriesBook {
  const add = db.prepare('insert into series(metric, target, observer, comparable, tags, clock) values (?, ?, ?, ?, ?, ?)');
  const find = db
    .prepare('select id from series where metric = ? and target = ? and observer = ? and comparable = ? and tags = ? and clock = ?')
    .pluck();
  const unitOf = db.prepare('select unit from metrics where id = ?').pluck();
  const count = db.prepare('select count(*) from series where target = ?').pluck();
  const link = db.prepare('insert into subject_series(subject, series) values (?, ?) on conflict do nothing');

  const seen = new Map<string, number>();
  // Series are never deleted: a target that is full stays full.
  const full = new Set<number>();
  const place = (row: readonly [metric: number, target: number, ...rest: unknown[]]): number | string => {
    const [, target] = row;
    if (find.get(...row) === undefined) {
      if (!full.has(target) && (count.get(target) as number) >= limit) full.add(target);
      if (full.has(target)) return `its target has ${limit} series already`;
    }
    return upsert(add, row, find, row);
  };
  return {
    of(sample, observation, { target, subject }) {
      const refused = refusal(sample);
      if (refused !== undefined) return refused;
      const instrument = comparable(observation.instrument);
      const tags = tagText(sample.tags);
      const key = `${subject}\n${sample.metric}\n${tags}\n${instrument}`;
      const known = seen.get(key);
      if (known !== undefined) return known;
      const id = place([names.metric(sample.metric), target, observer, instrument, tags, 'utc']);
      if (typeof id === 'string') return id;
      link.run(subject, id);
      seen.set(key, id);
      return id;
    },
    imported({ metric, unit, tags }, { target, comparable: instrument, clock, subject }) {
      const refusedName = refusal({ metric, tags });
      if (refusedName !== undefined) return refusedName;
      const metricId = names.metric(metric, unit);
      // A metric has one unit; values in another one are another series.
      const known = unitOf.get(metricId) as string;
      const isForeign = unit !== 'none' && unit !== known;
      if (isForeign && metricOf(metric) !== undefined) return `its unit is ${unit}, and that of the metric ${known}`;
      const told = isForeign ? { ...tags, unit } : tags;
      const id = refusal({ metric, tags: told }) ?? place([metricId, target, observer, instrument, tagText(told), clock]);
      if (typeof id === 'number') link.run(subject(), id);
      return id;
    },
    forget() {
      seen.clear();
      full.clear();
    },
  };
}
