import type { Sample } from '../core/observation.ts';
import type { MetricLine, PointLine } from './sample-lines.ts';

/** What may live long in a series: never an address, an id or the text of an error. */
const TAGS = ['name', 'method', 'status', 'group', 'check', 'scenario', 'expected_response'] as const;

/** A point of k6 as a sample `k6_<name>`: milliseconds become `_seconds`, amounts of data `_bytes`; `at` in µs. */
export function loadSample(point: PointLine, contains: MetricLine['contains'], at: number): Sample {
  return {
    metric: metricName(point.metric, contains),
    tags: keptTags(point.tags),
    value: contains === 'time' ? point.value / 1000 : point.value,
    at,
  };
}

function metricName(name: string, contains: MetricLine['contains']): string {
  const suffix = contains === 'time' ? '_seconds' : contains === 'data' ? '_bytes' : '';
  return `k6_${name.endsWith(suffix) ? name : name + suffix}`;
}

function keptTags(tags: PointLine['tags']): Sample['tags'] {
  const kept: { [tag: string]: string } = {};
  for (const tag of TAGS) {
    const value = tags[tag];
    if (value === undefined || value === '') continue;
    // Without a name of the script's own, k6 puts the URL there; a template of http.url is long-lived.
    if (tag === 'name' && /^[a-z][a-z0-9+.-]*:\/\/(?!.*\$\{)/i.test(value)) continue;
    kept[tag] = value;
  }
  return kept;
}
