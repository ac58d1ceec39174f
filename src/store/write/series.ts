import { comparable } from '../../core/instrument.ts';
import type { Observation, Sample } from '../../core/observation.ts';
import type { Database } from '../sqlite.ts';
import { upsert, type Names } from './names.ts';
import { refusal, tagText } from './tags.ts';

/** Beyond this many series a target's data says more about its tags than about the target. */
export const MAX_SERIES_PER_TARGET = 10_000;

export interface SeriesBook {
  /** Row id of the sample's series, or the reason why it gets none. */
  of(sample: Sample, observation: Observation, placed: { readonly target: number; readonly subject: number }): number | string;
  /** To be called when a transaction was rolled back. */
  forget(): void;
}

export function seriesBook(db: Database, observer: number, names: Names, limit: number = MAX_SERIES_PER_TARGET): SeriesBook {
  const add = db.prepare(`insert into series(metric, target, observer, comparable, tags, clock) values (?, ?, ?, ?, ?, 'utc')`);
  const find = db
    .prepare(`select id from series where metric = ? and target = ? and observer = ? and comparable = ? and tags = ? and clock = 'utc'`)
    .pluck();
  const count = db.prepare('select count(*) from series where target = ?').pluck();
  const link = db.prepare('insert into subject_series(subject, series) values (?, ?) on conflict do nothing');

  const seen = new Map<string, number>();
  // Series are never deleted: a target that is full stays full.
  const full = new Set<number>();
  return {
    of(sample, observation, { target, subject }) {
      const refused = refusal(sample);
      if (refused !== undefined) return refused;
      const instrument = comparable(observation.instrument);
      const tags = tagText(sample.tags);
      const key = `${subject}\n${sample.metric}\n${tags}\n${instrument}`;
      const known = seen.get(key);
      if (known !== undefined) return known;
      const row = [names.metric(sample.metric), target, observer, instrument, tags];
      if (find.get(...row) === undefined) {
        if (!full.has(target) && (count.get(target) as number) >= limit) full.add(target);
        if (full.has(target)) return `its target has ${limit} series already`;
      }
      const id = upsert(add, row, find, row);
      link.run(subject, id);
      seen.set(key, id);
      return id;
    },
    forget() {
      seen.clear();
      full.clear();
    },
  };
}
