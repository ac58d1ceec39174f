import { basename } from 'node:path';
import type { SeriesName } from './file-row.ts';
import { seriesName } from './series-name.ts';

/**
 * What a person reads instead of the keys of several series: groups that all series of one metric in one file share are left out, and what two files
 * would call the same has its file before it. In the order given.
 */
export function seriesTitles(series: readonly { readonly file: string; readonly name: SeriesName }[]): readonly string[] {
  const telling = new Map<string, Map<string, Set<string>>>();
  const kindOf = (file: string, { metric }: SeriesName): string => `${file}\0${metric}`;
  const sizes = new Map<string, number>();
  for (const { file, name } of series) {
    const kind = kindOf(file, name);
    const seen = telling.get(kind) ?? new Map<string, Set<string>>();
    telling.set(kind, seen);
    sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
    for (const [group, value] of Object.entries(name.groups)) seen.set(group, (seen.get(group) ?? new Set()).add(value));
  }
  const short = series.map(({ file, name }) => {
    const seen = telling.get(kindOf(file, name));
    // One series alone keeps its groups: nothing shows what they are otherwise.
    const kept =
      sizes.get(kindOf(file, name)) === 1
        ? name.groups
        : Object.fromEntries(Object.entries(name.groups).filter(([group]) => (seen?.get(group)?.size ?? 0) > 1));
    return seriesName(name.metric, null, kept).key;
  });
  const times = new Map<string, number>();
  for (const title of short) times.set(title, (times.get(title) ?? 0) + 1);
  return short.map((title, index) => (times.get(title) === 1 ? title : `${basename(series[index]?.file ?? '')}: ${title}`));
}
