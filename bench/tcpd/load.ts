import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Annotations } from './score.ts';

export interface AnnotatedSeries {
  readonly name: string;
  /** One array a dimension, NaN where a value is missing. */
  readonly dimensions: readonly Float64Array[];
  readonly annotations: Annotations;
}

interface DatasetFile {
  readonly name: string;
  readonly series: readonly { readonly raw: readonly (number | null)[] }[];
}

/** The annotated series of a folder in the layout of TCPD: annotations.json beside one JSON file a series, in it or one folder below. */
export function loadAnnotated(folder: string): readonly AnnotatedSeries[] {
  const marks = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as Record<string, Record<string, readonly number[]>>;
  return Object.keys(marks)
    .toSorted()
    .flatMap((name) => {
      const path = [join(folder, `${name}.json`), ...subfolders(folder).map((below) => join(below, `${name}.json`))].find(existsSync);
      if (path === undefined) return [];
      const { series } = JSON.parse(readFileSync(path, 'utf8')) as DatasetFile;
      const dimensions = series.map(({ raw }) => Float64Array.from(raw, (value) => value ?? Number.NaN));
      return [{ name, dimensions, annotations: Object.values(marks[name] ?? {}) }];
    });
}

function subfolders(folder: string): readonly string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return below.flatMap(({ name }) => [join(folder, name), join(folder, name, name)]);
}
