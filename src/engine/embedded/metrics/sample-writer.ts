import type { Redact } from '../../../core/redact.ts';
import { goDurationText } from '../go-duration.ts';
import type { LineFile } from '../line-file.ts';
import { localTime } from '../local-time.ts';
import type { WirePoint } from '../vu-messages.ts';
import type { MetricRegistry, RegisteredMetric, Threshold } from './metric-registry.ts';

type Tags = { readonly [name: string]: string };

/** Every sample of an execution: into the NDJSON file, as k6's `--out json` writes it, and into the sinks. */
export interface SampleWriter {
  add(points: readonly WirePoint[]): void;
  /** A sample of the engine's own. */
  count(metric: string, at: number, value: number, tags: Tags, metadata?: Tags): void;
}

/** Tag sets repeat: their text is parsed and redacted once while there are not too many. */
const CACHED_TAG_SETS = 5_000;

interface TagSet {
  readonly tags: Tags;
  /** As written to the file. */
  readonly text: string;
}

export function sampleWriter(registry: MetricRegistry, file: LineFile, redact: Redact): SampleWriter {
  const announced = new Set<string>();
  const tagSets = new Map<string, TagSet>();

  const tagSet = (text: string): TagSet => {
    const known = tagSets.get(text);
    if (known !== undefined) return known;
    const set = { tags: JSON.parse(text) as Tags, text: redact(text) };
    if (tagSets.size >= CACHED_TAG_SETS) tagSets.clear();
    tagSets.set(text, set);
    return set;
  };
  const write = (name: string, at: number, value: number, tags: string, metadata: string): void => {
    const metric = registry.get(name);
    if (metric === undefined) return;
    if (!announced.has(name)) {
      announced.add(name);
      file.add(metricLine(metric));
    }
    const set = tagSet(tags);
    registry.add(metric, value, set.tags);
    const extra = metadata === '{}' ? '' : `,"metadata":${redact(metadata)}`;
    file.add(
      `{"metric":${JSON.stringify(name)},"type":"Point","data":{"time":"${localTime(at)}","value":${JSON.stringify(value)},"tags":${set.text}${extra}}}`,
    );
  };
  return {
    add: (points) => {
      for (const point of points) write(...point);
    },
    count: (metric, at, value, tags, metadata = {}) => write(metric, at, value, JSON.stringify(tags), JSON.stringify(metadata)),
  };
}

function metricLine(metric: RegisteredMetric): string {
  const submetrics = metric.submetrics.map(({ key, tags }) => ({ name: key, suffix: key.slice(metric.name.length + 1, -1), tags }));
  return JSON.stringify({
    type: 'Metric',
    data: {
      name: metric.name,
      type: metric.type,
      contains: metric.contains,
      thresholds: metric.thresholds.map(thresholdLine),
      submetrics: submetrics.length === 0 ? null : submetrics,
    },
    metric: metric.name,
  });
}

function thresholdLine({ expression, abortOnFail, delayAbortEvalMs }: Threshold): unknown {
  return abortOnFail ? { threshold: expression.source, abortOnFail, delayAbortEval: goDurationText(delayAbortEvalMs) } : expression.source;
}
