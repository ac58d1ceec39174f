import type { Sample } from '../../core/observation.ts';
import { OUTCOMES } from '../../core/outcome.ts';
import { isStoreWide } from '../store-error.ts';
import type { Database } from '../sqlite.ts';
import { evidenceWriter } from './evidence.ts';
import type { Names } from './names.ts';
import type { SeriesBook } from './series.ts';
import { transactions, type Numbered } from './transactions.ts';

/** A sample that became no row, and why. */
export interface Refusal {
  readonly metric: string;
  readonly reason: string;
}

export interface CommitResult {
  /** Observations that are not in the store. */
  readonly lost: number;
  /** Why the first of them is not. */
  readonly problem: string | null;
  readonly refused: readonly Refusal[];
}

interface SampleValues {
  readonly series: number;
  readonly at: number;
  readonly n: number;
  readonly value: number | null;
}

export function observationWriter(db: Database, session: number, names: Names, series: SeriesBook) {
  const keep = evidenceWriter(db);
  const addObservation = db.prepare(
    `insert into observations(session, seq, subject, at, took_us, due_at, attempt, run, instance, instrument, outcome, code, marks, evidence,
       samples_from, samples_to) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addSample = db.prepare('insert into samples(series, at, obs, n, value) values (?, ?, ?, ?, ?)');
  const beat = db.prepare('update sessions set beat_at = max(beat_at, ?) where id = ?');

  /** The observation's row; its samples go to `rows`, since a commit inserts them all sorted. */
  const place = ({ seq, observation }: Numbered, rows: (SampleValues & { obs: number })[], refused: Refusal[]): number => {
    const outcome = OUTCOMES.indexOf(observation.outcome);
    if (outcome < 0) throw new TypeError(`Unknown outcome: ${observation.outcome}`);
    const at = instant(observation.at, 'at');
    const target = names.target(observation.target);
    const subject = names.subject(observation.subject, target);
    const values: SampleValues[] = [];
    const ties = new Map<string, number>();
    for (const sample of observation.samples) {
      const id = series.of(sample, observation, { target, subject });
      if (typeof id === 'string') {
        refused.push({ metric: sample.metric.slice(0, 128), reason: id });
        continue;
      }
      const sampleAt = sample.at === undefined ? at : instant(sample.at, 'at of a sample');
      const tie = `${id} ${sampleAt}`;
      const n = ties.get(tie) ?? 0;
      ties.set(tie, n + 1);
      values.push({ series: id, at: sampleAt, n, value: measured(sample) });
    }
    const [from, to] = values.reduce(([low, high], value) => [Math.min(low, value.at), Math.max(high, value.at)], [at, at]);
    const { run, instance, dueAt, attempt, code, marks, evidence, instrument } = observation;
    const { lastInsertRowid } = addObservation.run(
      session,
      seq,
      subject,
      at,
      Math.max(0, instant(observation.tookUs, 'tookUs')),
      dueAt === undefined ? null : instant(dueAt, 'dueAt'),
      attempt ?? 0,
      run ?? null,
      instance ?? null,
      names.instrument(instrument),
      outcome,
      code ?? null,
      marks ?? 0,
      evidence === undefined ? null : keep(evidence, at),
      from === at ? null : from,
      to === at ? null : to,
    );
    const obs = Number(lastInsertRowid);
    for (const value of values) rows.push({ ...value, obs });
    return obs;
  };

  const commit = db.transaction((batch: readonly Numbered[], now: number) => {
    const rows: (SampleValues & { obs: number })[] = [];
    const refused: Refusal[] = [];
    const ids = batch.map((item) => place(item, rows, refused));
    rows.sort((a, b) => a.series - b.series || a.at - b.at);
    for (const row of rows) addSample.run(row.series, row.at, row.obs, row.n, row.value);
    beat.run(now, session);
    return { ids, refused };
  });
  const attempt = (batch: readonly Numbered[], now: number) => {
    try {
      return commit.immediate(batch, now);
    } catch (error) {
      // Rows that this transaction had created are gone again.
      names.forget();
      series.forget();
      throw error;
    }
  };

  return {
    /** Commits one observation at once; rejects when it cannot. `now`: µs since 1970. */
    record(item: Numbered, now: number): { readonly id: number; readonly refused: readonly Refusal[] } {
      const { ids, refused } = attempt([item], now);
      return { id: ids[0] as number, refused };
    },
    /** Commits what a group gathered, whatever happens: what cannot be stored is counted, the rest is stored. */
    commit(batch: readonly Numbered[], now: number): CommitResult {
      let lost = 0;
      let problem: string | null = null;
      const refused: Refusal[] = [];
      const chunks = transactions(batch);
      for (const [index, chunk] of chunks.entries()) {
        try {
          refused.push(...attempt(chunk, now).refused);
        } catch (error) {
          problem ??= String(error);
          if (isStoreWide(error)) {
            lost += chunks.slice(index).reduce((sum, { length }) => sum + length, 0);
            break;
          }
          // One malformed observation must not take its neighbours with it.
          for (const item of chunk) {
            try {
              refused.push(...attempt([item], now).refused);
            } catch {
              lost += 1;
            }
          }
        }
      }
      return { lost, problem, refused };
    },
  };
}

function instant(value: number, name: string): number {
  const whole = Math.round(value);
  if (!Number.isSafeInteger(whole)) throw new TypeError(`Not an instant or duration in µs: ${name} is ${String(value)}`);
  return whole;
}

/** NaN and infinities say that nothing was measured. */
function measured({ value, metric }: Sample): number | null {
  if (typeof value !== 'number') throw new TypeError(`Not a number: ${metric}`);
  return Number.isFinite(value) ? value : null;
}
