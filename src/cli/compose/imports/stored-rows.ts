import { HarnessError } from '../../../core/errors.ts';
import type { Instrument } from '../../../core/instrument.ts';
import type { Redact } from '../../../core/redact.ts';
import type { FileProblem, FileRow, SeriesName } from '../../../files/file-row.ts';
import type { ImportedRow, ImportedSeries } from '../../../store/imports.ts';
import { importedSeries, shortText } from './imported-series.ts';

/** Names and texts that are remembered: a file with a new one in each row takes no more memory than another. */
const REMEMBERED = 20_000;
/** Of a code, or of the name of a machine. */
const LONGEST_TEXT = 120;

export interface StoredRows {
  readonly series: readonly ImportedSeries[];
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly FileProblem[];
}

export interface Naming {
  readonly instrument: Instrument;
  /** What the metric is called in the store, in place of the file's own name; the file may hold one metric only. */
  readonly renamed: string | undefined;
  readonly redact: Redact;
}

/** Turns rows of files into rows of the store. Throws HarnessError `usage` at a second metric where one was renamed. */
export function storedRows(naming: Naming): (rows: readonly FileRow[], file: string) => StoredRows {
  const names = new Map<string, ImportedSeries>();
  const texts = new Map<string, string>();
  const nameOf = (name: SeriesName): ImportedSeries =>
    remember(names, `${name.unit ?? ''}\0${name.key}`, () => importedSeries(name, naming));
  const clean = (text: string): string => remember(texts, text, () => shortText(naming.redact(text), LONGEST_TEXT));
  let only: string | undefined;
  return (found, file) => {
    const places = new Map<ImportedSeries, number>();
    const rows: ImportedRow[] = [];
    const problems: FileProblem[] = [];
    for (const row of found) {
      const { line, series, at, value, outcome, code, instance } = row;
      only ??= series.metric;
      if (naming.renamed !== undefined && series.metric !== only) throw twoMetrics(file, line, [only, series.metric]);
      if (at !== null && !Number.isSafeInteger(at)) {
        problems.push({ file, line, message: 'its instant is beyond what can be stored' });
        continue;
      }
      const name = nameOf(series);
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      rows.push({
        series: place,
        at,
        tookUs: tookUs(row),
        value: outcome === 'ok' && Number.isFinite(value) ? value : null,
        outcome,
        code: code === null ? null : clean(code),
        machine: instance === null || instance === '' ? null : clean(instance),
      });
    }
    return { series: [...places.keys()], rows, problems };
  };
}

/** A value that is a time is how long the act took; of others nothing is known. */
function tookUs({ series, value, outcome, took }: FileRow): number {
  const seconds = took ?? (series.unit === 's' && outcome === 'ok' ? value : 0);
  const us = Math.round(seconds * 1e6);
  return Number.isSafeInteger(us) ? Math.max(0, us) : 0;
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= REMEMBERED) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

function twoMetrics(file: string, line: number, metrics: readonly string[]): HarnessError {
  return new HarnessError('usage', `It holds more than one metric (${metrics.join(', ')}), and one name was given for them`, {
    place: `${file}:${line}`,
    hint: 'Leave out --metric, or name one column with --value.',
  });
}
