import { comparable } from '../../core/instrument.ts';
import { OUTCOMES } from '../../core/outcome.ts';
import type { ImportedSeries, ImportStep, StepResult } from '../imports.ts';
import type { Database } from '../sqlite.ts';
import { upsert, type Names } from './names.ts';
import type { Clock, SeriesBook } from './series.ts';

/** Machines whose row is remembered: a file may name a new one in each of its rows. */
const REMEMBERED = 50_000;

type Batch = Pick<ImportStep, 'target' | 'instrument' | 'series' | 'rows' | 'events'>;
type Placed = { readonly subject: number; readonly series: number };

/** One row of a file is one act: an observation of its series' subject, and a sample, with no value where the row has none. */
export function importedRowWriter(db: Database, session: number, names: Names, series: SeriesBook) {
  const addObservation = db.prepare(
    `insert into observations(session, seq, subject, at, took_us, instrument, outcome, code, machine) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addSample = db.prepare('insert into samples(series, at, obs, n, value) values (?, ?, ?, 0, ?)');
  const lastAt = db.prepare('select max(at) from samples where series = ?').pluck();
  const addMachine = db.prepare('insert into machines(name) values (?) on conflict do nothing');
  const findMachine = db.prepare('select id from machines where name = ?').pluck();
  const placeOf = db.prepare(
    `select s.series, s.at, s.obs, s.n from observations o join subject_series u on u.subject = o.subject
     join samples s on s.series = u.series and s.at = o.at and s.obs = o.id where o.id = ?`,
  );
  const dropSample = db.prepare('delete from samples where series = @series and at = @at and obs = @obs and n = @n');
  const dropObservation = db.prepare('delete from observations where id = ?');
  const addEvent = db.prepare(
    `insert into events(at, until, target, kind, text) select @at, @until, @target, 'fault', @text
     where not exists (select 1 from events where at = @at and until is @until and target = @target and kind = 'fault' and text = @text)`,
  );

  const machines = new Map<string, number>();
  const machineOf = (name: string): number => {
    const known = machines.get(name);
    if (known !== undefined) return known;
    if (machines.size >= REMEMBERED) machines.clear();
    const id = upsert(addMachine, [name], findMachine, [name]);
    machines.set(name, id);
    return id;
  };
  return {
    /** Without a transaction of its own. Ids of the rows follow each other from `firstId` on. */
    add({ target, instrument, series: all, rows, events }: Batch, firstSeq: number) {
      const targetId = names.target(target);
      const instrumentId = names.instrument(instrument);
      const text = comparable(instrument);
      const place = (own: ImportedSeries, clock: Clock): Placed | string => {
        const key = { kind: 'import' as const, key: clock === 'index' ? `${own.subject} by order` : own.subject };
        const subjectOf = (): number => names.subject(key, targetId);
        const id = series.imported(own, { target: targetId, comparable: text, clock, subject: subjectOf });
        return typeof id === 'string' ? id : { subject: subjectOf(), series: id };
      };
      // Asked anew each time: a file read by another process may go on with the same series.
      const next = new Map<number, number>();
      const nextPlace = (id: number): number => {
        const at = next.get(id) ?? ((lastAt.get(id) as number | null) ?? -1) + 1;
        next.set(id, at + 1);
        return at;
      };
      const placed = new Map<string, Placed | string>();
      const refused = new Map<string, StepResult['refused'][number]>();
      const samples: { series: number; at: number; obs: number; value: number | null }[] = [];
      let firstId = 0;
      for (const [index, row] of rows.entries()) {
        const clock = row.at === null ? 'index' : 'utc';
        const key = `${row.series} ${clock}`;
        const own = all[row.series] as ImportedSeries;
        const where = placed.get(key) ?? place(own, clock);
        placed.set(key, where);
        if (typeof where === 'string') {
          const count = (refused.get(key)?.rows ?? 0) + 1;
          refused.set(key, { metric: own.metric.slice(0, 128), reason: where, rows: count });
          continue;
        }
        const at = row.at ?? nextPlace(where.series);
        const { outcome, code, machine, tookUs, value } = row;
        const { lastInsertRowid } = addObservation.run(
          session,
          firstSeq + index,
          where.subject,
          at,
          tookUs,
          instrumentId,
          OUTCOMES.indexOf(outcome),
          code,
          machine === null ? null : machineOf(machine),
        );
        const obs = Number(lastInsertRowid);
        if (samples.length === 0) firstId = obs;
        samples.push({ series: where.series, at, obs, value });
      }
      const stored = samples.length;
      samples.sort((a, b) => a.series - b.series || a.at - b.at || a.obs - b.obs);
      for (const { series: id, at, obs, value } of samples) addSample.run(id, at, obs, value);
      for (const event of events) addEvent.run({ ...event, target: targetId });
      return { firstId, stored, refused: [...refused.values()] };
    },
    /** Takes rows away again, without a transaction of its own. */
    remove(firstId: number, rows: number): void {
      for (let id = firstId; id < firstId + rows; id += 1) {
        for (const sample of placeOf.all(id)) dropSample.run(sample);
        dropObservation.run(id);
      }
    },
    /** To be called when a transaction was rolled back. */
    forget: (): void => machines.clear(),
  };
}
