import { canonical } from '../../core/canonical.ts';
import { metricOf } from '../../core/metrics.ts';
import type { Sample } from '../../core/observation.ts';

const MAX_TAGS = 12;
const MAX_VALUE = 200;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Metric names of scripts and imports: k6 allows letters, digits and underscores; imports have dots, dashes and slashes. */
export const METRIC_NAME = /^[A-Za-z_][A-Za-z0-9_.:/-]{0,127}$/;
/** They differ in every run or call: as tags they would make a series of every sample. */
const SHORT_LIVED = new Set(['run', 'instance', 'url', 'error', 'vu', 'iter', 'trace_id']);

/** Why a sample's metric and tags cannot become a series; undefined when they can. */
export function refusal(sample: Pick<Sample, 'metric' | 'tags'> & Partial<Sample>): string | undefined {
  const known = metricOf(sample.metric);
  if (known === undefined && !METRIC_NAME.test(sample.metric)) return 'the metric name is malformed';
  const tags = Object.entries(sample.tags);
  if (tags.length > MAX_TAGS) return `more than ${MAX_TAGS} tags`;
  for (const [tag, value] of tags) {
    if (known !== undefined && !known.tags.includes(tag)) return `the catalogue does not list its tag ${tag.slice(0, 64)}`;
    if (!NAME.test(tag)) return 'the name of a tag is malformed';
    if (SHORT_LIVED.has(tag)) return `the tag ${tag} is not long-lived`;
    if (typeof value !== 'string' || value.length > MAX_VALUE) return `the tag ${tag} is no text of at most ${MAX_VALUE} characters`;
  }
  return undefined;
}

/** Tags as the store keeps them: equal sets give equal text. */
export function tagText(tags: Sample['tags']): string {
  return canonical(tags);
}
