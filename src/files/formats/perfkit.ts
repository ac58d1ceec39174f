import type { FileBatch, FileProblem, FileRow, ReadOptions, SeriesName } from '../file-row.ts';
import { jsonLines } from '../json-lines.ts';
import type { TextSource } from '../open-text.ts';
import { epochTime } from '../parse-time.ts';
import { seriesName } from '../series-name.ts';

/** Labels that name one run or one machine of it: they would make a series of every sample. */
const PASSING = /(?:^|_)(?:uri|uuid|id|ids|uid|pid|time|timestamp|date|seed|hostname|ip|ip_address|iteration|run_number)$/;

interface Labels {
  readonly groups: Readonly<Record<string, string>>;
  readonly malformed: string | null;
}

/**
 * Samples of PerfKitBenchmarker, one JSON object a line: `metric` of a `test` in a `unit`, told apart by those of the `labels` (`|key:value||key:value|`)
 * that do not name a single run, or by the labels that the options name. A malformed label is reported; what it says is used where it can be made out.
 */
export async function* readPerfkit(source: TextSource, { groups }: ReadOptions): AsyncGenerator<FileBatch> {
  const read = labelReader(groups);
  const names = new Map<string, SeriesName>();
  for await (const lines of jsonLines(source)) {
    const rows: FileRow[] = [];
    const problems: FileProblem[] = [];
    for (const { line, value: sample } of lines) {
      const complain = (message: string): void => void problems.push({ file: source.file, line, message });
      const { metric, test, unit, value, timestamp, labels } = sample ?? {};
      const at = typeof timestamp === 'number' ? epochTime(timestamp) : Number.NaN;
      if (typeof metric !== 'string' || !Number.isFinite(at) || (typeof value !== 'number' && value !== null)) {
        complain('it is no sample with metric, value and timestamp');
        continue;
      }
      const told = read(typeof labels === 'string' ? labels : '');
      if (told.malformed !== null) complain(`malformed label, row kept: ${told.malformed}`);
      const key = JSON.stringify([metric, test, unit, labels]);
      let series = names.get(key);
      if (series === undefined) {
        const inTest = typeof test === 'string' && groups === undefined ? { test } : {};
        series = seriesName(metric, typeof unit === 'string' && unit !== '' ? unit : null, { ...inTest, ...told.groups });
        names.set(key, series);
      }
      rows.push({ line, series, at, value: value ?? Number.NaN, outcome: 'ok', code: null, instance: null });
    }
    yield { rows, problems, faults: [] };
  }
}

function labelReader(groups: readonly string[] | undefined): (text: string) => Labels {
  const known = new Map<string, Labels>();
  return (text) => {
    let labels = known.get(text);
    if (labels === undefined) {
      labels = parseLabels(text, groups);
      known.set(text, labels);
    }
    return labels;
  };
}

function parseLabels(text: string, groups: readonly string[] | undefined): Labels {
  const all = new Map<string, string>();
  const malformed: string[] = [];
  for (const piece of text.split('|').map((each) => each.trim())) {
    if (piece === '' || piece === ',') continue;
    const match = /^([^[\]:]+):(.*)$/.exec(piece);
    // A bracket where a bar belongs.
    const repaired = match ?? /^[[\]]?([^[\]:]+):([^[\]]*)[[\]]?$/.exec(piece);
    if (match === null) malformed.push(piece);
    if (repaired !== null) all.set(repaired[1] as string, repaired[2] as string);
  }
  const chosen = groups ?? [...all.keys()].filter((name) => !PASSING.test(name));
  return {
    groups: Object.fromEntries(chosen.flatMap((name) => (all.has(name) ? [[name, all.get(name) as string]] : []))),
    malformed: malformed.length === 0 ? null : JSON.stringify(malformed.join(' ')),
  };
}
