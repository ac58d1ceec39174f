import type { SeriesName } from './file-row.ts';

/** Key: the metric, then the groups as `{name=value, …}`; what could be mistaken is quoted as JSON does it. */
export function seriesName(metric: string, unit: string | null, groups: Readonly<Record<string, string>> = {}): SeriesName {
  const parts = Object.entries(groups).map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  const word = /[{}]/.test(metric) || metric === '' ? JSON.stringify(metric) : metric;
  return { key: parts.length === 0 ? word : `${word}{${parts.join(', ')}}`, metric, unit, groups };
}

/** What a file without a name for its values measures: the file's own name without folder and endings. */
export function metricOfFile(file: string): string {
  const name = file.replaceAll('\\', '/').split('/').at(-1) ?? file;
  const bare = name.replace(/\.gz$/i, '').replace(/\.(?:csv|tsv|txt|json|jsonl|ndjson|log|dat)$/i, '');
  return bare === '' ? name : bare;
}

function quoted(text: string): string {
  return /^[^\s{}=,"\\]+$/.test(text) ? text : JSON.stringify(text);
}
