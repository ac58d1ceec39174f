import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Window } from './score.ts';

export interface LabelledSeries {
  /** folder/file.csv, as in the labels. */
  readonly name: string;
  readonly values: Float64Array;
  readonly windows: readonly Window[];
}

/**
 * Every labelled file that is there. `dir` holds combined_windows.json (or labels/combined_windows.json) and the folders
 * of CSV files with the columns timestamp and value (or data/ with them).
 * @throws Error where the labels are missing, no labelled file is there, or a window names an instant that its file does not have.
 */
export function readCorpus(dir: string): readonly LabelledSeries[] {
  const labels = [join(dir, 'combined_windows.json'), join(dir, 'labels', 'combined_windows.json')].find((path) => existsSync(path));
  if (labels === undefined) throw new Error(`no combined_windows.json in ${dir} or its labels/`);
  const windowsOf = JSON.parse(readFileSync(labels, 'utf8')) as Record<string, [string, string][]>;
  const folders = [dir, join(dir, 'data'), dirname(dirname(labels))];
  const series = Object.entries(windowsOf).flatMap(([name, windows]) => {
    const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate));
    return path === undefined ? [] : [readSeries(name, path, windows)];
  });
  if (series.length === 0) throw new Error(`none of the ${Object.keys(windowsOf).length} labelled files is in ${dir}`);
  return series;
}

function readSeries(name: string, path: string, windows: readonly [string, string][]): LabelledSeries {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const rowOf = new Map<string, number>();
  // The first row of an instant that is there twice, as where clocks go back.
  rows.forEach(([time = ''], index) => rowOf.has(time) || rowOf.set(time, index));
  const place = (instant: string): number => {
    const row = rowOf.get(instant.slice(0, 19));
    if (row === undefined) throw new Error(`${name}: no row at ${instant}, which a window names`);
    return row;
  };
  return {
    name,
    values: Float64Array.from(rows, ([, value = '']) => (value === '' ? Number.NaN : Number(value))),
    windows: windows.map(([from, to]) => ({ first: place(from), last: place(to) })),
  };
}
