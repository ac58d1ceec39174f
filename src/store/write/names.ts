import { canonical } from '../../core/canonical.ts';
import { comparable, type Instrument } from '../../core/instrument.ts';
import { metricOf } from '../../core/metrics.ts';
import type { Subject } from '../../core/observation.ts';
import type { Database, Statement } from '../sqlite.ts';

/** Row ids of what comes up again and again: created at first sight, remembered afterwards. */
export interface Names {
  /** `kind`: the provider's, where the caller knows it. */
  target(name: string, kind?: string): number;
  /** `unit`: of a name that the catalogue does not have, where the caller knows it. */
  metric(name: string, unit?: string): number;
  instrument(instrument: Instrument): number;
  subject(subject: Subject, target: number): number;
  /** Forgets what it remembers: to be called when a transaction was rolled back. */
  readonly forget: () => void;
}

export function names(db: Database, observer: number): Names {
  const addTarget = db.prepare(
    `insert into targets(name, kind) values (?, coalesce(?, 'watched')) on conflict(name) do update set kind = coalesce(?, kind)`,
  );
  const findTarget = db.prepare('select id from targets where name = ?').pluck();
  // The catalogue may have learned more about a metric since its row was written.
  const addMetric = db.prepare(
    `insert into metrics(name, kind, unit, worse, builtin, help) values (?, ?, ?, ?, ?, ?)
     on conflict(name) do update set kind = excluded.kind, unit = excluded.unit, worse = excluded.worse, builtin = excluded.builtin, help = excluded.help`,
  );
  const findMetric = db.prepare('select id from metrics where name = ?').pluck();
  const addInstrument = db.prepare('insert into instruments(name, version, params, comparable) values (?, ?, ?, ?) on conflict do nothing');
  const findInstrument = db.prepare('select id from instruments where name = ? and version = ? and params = ?').pluck();
  const addSubject = db.prepare('insert into subjects(kind, key, target, observer) values (?, ?, ?, ?) on conflict do nothing');
  const findSubject = db.prepare('select id from subjects where kind = ? and key = ? and target = ? and observer = ?').pluck();

  const seen = new Map<string, number>();
  const remember = (key: string, find: () => number): number => {
    const known = seen.get(key);
    if (known !== undefined) return known;
    const id = find();
    seen.set(key, id);
    return id;
  };
  return {
    target(name, kind) {
      if (kind !== undefined) addTarget.run(name, kind, kind);
      return remember(`t ${name}`, () => upsert(addTarget, [name, null, null], findTarget, [name]));
    },
    metric: (name, told = 'none') =>
      remember(`m ${name}`, () => {
        const { kind, unit, worse, help } = metricOf(name) ?? { kind: 'trend', unit: told, worse: 'either', help: '' };
        return upsert(addMetric, [name, kind, unit, worse, metricOf(name) === undefined ? 0 : 1, help], findMetric, [name]);
      }),
    instrument(instrument) {
      const params = canonical(instrument.params);
      const key = [instrument.name, instrument.version, params];
      return remember(`i ${key.join(' ')}`, () => upsert(addInstrument, [...key, comparable(instrument)], findInstrument, key));
    },
    subject: ({ kind, key }, target) =>
      remember(`s ${kind} ${target} ${key}`, () =>
        upsert(addSubject, [kind, key, target, observer], findSubject, [kind, key, target, observer]),
      ),
    forget: () => seen.clear(),
  };
}

/** Adds a row unless it is there, whoever put it there, and gives its id. */
export function upsert(add: Statement, values: readonly unknown[], find: Statement, key: readonly unknown[]): number {
  const found = find.get(...key) as number | undefined;
  if (found !== undefined) return found;
  add.run(...values);
  return find.get(...key) as number;
}
