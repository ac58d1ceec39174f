/** A `Metric` line: what k6 says once about each metric, before its first point. */
export interface MetricLine {
  readonly type: 'Metric';
  readonly metric: string;
  /** `time`: its values are milliseconds; `data`: bytes. */
  readonly contains: 'default' | 'time' | 'data';
}

/** A `Point` line. `time` as written: RFC 3339 with up to nine decimals and any offset. */
export interface PointLine {
  readonly type: 'Point';
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags: { readonly [tag: string]: string };
}

/** Undefined for what is neither. */
export function sampleLine(value: unknown): MetricLine | PointLine | undefined {
  if (!isRecord(value) || typeof value['metric'] !== 'string' || !isRecord(value['data'])) return undefined;
  const { metric, data } = value as { metric: string; data: Record<string, unknown> };
  if (value['type'] === 'Metric') {
    const contains = data['contains'];
    return { type: 'Metric', metric, contains: contains === 'time' || contains === 'data' ? contains : 'default' };
  }
  if (value['type'] !== 'Point' || typeof data['time'] !== 'string' || typeof data['value'] !== 'number') return undefined;
  // Points without tags have {} or null.
  const tags = isRecord(data['tags']) ? (data['tags'] as Record<string, string>) : {};
  return { type: 'Point', metric, time: data['time'], value: data['value'], tags };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
