import { OBSERVATION_WIDTH, SAMPLE_WIDTH, type FactColumns, type ObservationKind, type SampleSeries } from '../fact-columns.ts';
import type { SampleRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import { OBSERVED_SAMPLES } from './observed-samples.ts';

type Numbers = (number | null)[];

/** The acts of runs and their samples as columns, in the order of `RunFacts`. */
export function factColumns(db: Database) {
  const samples = db
    .prepare(
      `select s.obs, s.at, s.n, s.value, s.series, o.outcome, o.run, o.instance from ${OBSERVED_SAMPLES}
       where o.run in (select value from json_each(?)) order by s.at, s.obs, s.series, s.n`,
    )
    .raw();
  const seriesById = db.prepare(
    `select r.id as series, m.name as metric, r.tags, r.comparable, t.name as target
     from series r join metrics m on m.id = r.metric join targets t on t.id = r.target where r.id = ?`,
  );
  const observations = db
    .prepare(
      `select id, at, took_us, due_at, attempt, run, instance, outcome, marks, code, lower(hex(evidence)), subject, instrument
       from observations where run in (select value from json_each(?)) order by at, id`,
    )
    .raw();
  const kindBy = db.prepare(
    `select s.id as subjectId, s.kind as subjectKind, s.key as subjectKey, t.name as target, i.name, i.version, i.params, i.comparable
     from subjects s join targets t on t.id = s.target join instruments i on i.id = ? where s.id = ?`,
  );
  const readSeries = (id: number): SampleSeries => {
    const row = seriesById.get(id) as Omit<SampleSeries, 'tags'> & { tags: string };
    return { ...row, tags: JSON.parse(row.tags) as SampleRow['tags'] };
  };
  const readKind = (subject: number, instrument: number): ObservationKind => {
    const row = kindBy.get(instrument, subject) as Omit<ObservationKind, 'instrument'> & ObservationKind['instrument'];
    const { name, version, params, comparable, ...rest } = row;
    return { ...rest, instrument: { name, version, params, comparable } };
  };
  return {
    samplesOfRuns(runs: readonly number[]): FactColumns['samples'] {
      const series = indexed<SampleSeries>();
      const rows = growing(SAMPLE_WIDTH);
      for (const row of samples.iterate(JSON.stringify(runs)) as IterableIterator<Numbers>) {
        const id = row[4] as number;
        row[4] = series.placeOf(String(id), () => readSeries(id));
        rows.push(row);
      }
      return { series: series.all, rows: rows.whole() };
    },
    observationsOfRuns(runs: readonly number[]): FactColumns['observations'] {
      const kinds = indexed<ObservationKind>();
      const rows = growing(OBSERVATION_WIDTH);
      const kindOf: number[] = [];
      const codes: (string | null)[] = [];
      const evidence: (string | null)[] = [];
      for (const row of observations.iterate(JSON.stringify(runs)) as IterableIterator<unknown[]>) {
        const [code, hash, subject, instrument] = row.slice(OBSERVATION_WIDTH) as [string | null, string, number, number];
        rows.push(row as Numbers);
        kindOf.push(kinds.placeOf(`${subject} ${instrument}`, () => readKind(subject, instrument)));
        codes.push(code);
        evidence.push(hash === '' ? null : hash);
      }
      return { kinds: kinds.all, rows: rows.whole(), kindOf: Uint32Array.from(kindOf), codes, evidence };
    },
  };
}

/** Values that come again and again, each once. */
function indexed<Value>() {
  const places = new Map<string, number>();
  const all: Value[] = [];
  return {
    all,
    placeOf(key: string, make: () => Value): number {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, all.length);
      return all.push(make()) - 1;
    },
  };
}

/** Rows of `width` numbers, one after the other; null becomes NaN. */
function growing(width: number) {
  let numbers = new Float64Array(width * 1_024);
  let used = 0;
  return {
    push(row: Numbers): void {
      if (used + width > numbers.length) {
        const larger = new Float64Array(numbers.length * 2);
        larger.set(numbers);
        numbers = larger;
      }
      for (let column = 0; column < width; column += 1) numbers[used + column] = row[column] ?? Number.NaN;
      used += width;
    },
    whole: (): Float64Array => numbers.slice(0, used),
  };
}
