import { GATEWAY_TAG } from './gateway-tag.ts';
import { readNdjson } from './ndjson.ts';
import { sampleLine } from './sample-lines.ts';

export interface Survey {
  /** Promised metrics without a single sample; calls to the gateway do not count. */
  readonly missing: readonly string[];
  /** Points of `iterations`, where they were asked for. */
  readonly iterations: number;
}

/** Looks through the samples for the promised metrics, and stops as soon as all were seen unless iterations are to be counted. */
export async function surveySamples(file: string, promises: readonly string[], options: { countIterations: boolean }): Promise<Survey> {
  const missing = new Set(promises);
  let iterations = 0;
  if (missing.size === 0 && !options.countIterations) return { missing: [], iterations };
  for await (const { value } of readNdjson(file)) {
    const line = sampleLine(value);
    if (line?.type !== 'Point') continue;
    if (line.tags[GATEWAY_TAG] === undefined) missing.delete(line.metric);
    if (line.metric === 'iterations') iterations += line.value;
    if (missing.size === 0 && !options.countIterations) break;
  }
  return { missing: [...missing], iterations };
}
