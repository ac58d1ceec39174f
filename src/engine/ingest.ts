import type { Instrument } from '../core/instrument.ts';
import type { Observation, Sample } from '../core/observation.ts';
import { GATEWAY_TAG, MIRROR_PREFIX } from './gateway-tag.ts';
import { httpHops } from './http-hops.ts';
import { readNdjson } from './ndjson.ts';
import { sampleLine, type MetricLine, type PointLine } from './sample-lines.ts';
import { instantUs } from './instant.ts';
import { loadSample } from './load-sample.ts';

export interface IngestPlace {
  readonly target: string;
  /** Name of the scenario: key of the subject. */
  readonly scenario: string;
  /** The engine: it made these samples itself. */
  readonly instrument: Instrument;
  /** Row id of the run. */
  readonly run: number;
  /** Start of the execution, µs since 1970. */
  readonly startedAt: number;
  readonly tookUs: number;
}

export interface Ingested {
  /** Samples handed on. */
  readonly samples: number;
  /** Points of calls to the gateway and mirrors: recorded by whoever measured them. */
  readonly dropped: number;
  /** Points that cannot be placed: no JSON, no instant, a hop whose duration is missing. A torn last line is not counted. */
  readonly bad: number;
}

/** Samples of one observation; more of a load come in further observations of the same subject, so that memory stays bounded. */
export const SAMPLES_PER_OBSERVATION = 50_000;

/**
 * Reads the NDJSON of an execution into observations of its one subject, kind `load`: what the engine measured itself,
 * under `k6_<name>`, in base units, with long-lived tags only, each placed at its start. Lines may come in any order.
 * A file without a point that counts gives no observation.
 */
export async function* ingest(file: string, place: IngestPlace): AsyncGenerator<Observation, Ingested, void> {
  const { target, run, instrument } = place;
  const contains = new Map<string, MetricLine['contains']>();
  const hops = httpHops();
  let batch: Sample[] = [];
  const count = { samples: 0, dropped: 0, bad: 0 };

  const take = (point: PointLine, beforeMs: number | undefined): void => {
    const at = instantUs(point.time);
    if (at === undefined || beforeMs === undefined || !Number.isFinite(point.value)) {
      count.bad += 1;
      return;
    }
    count.samples += 1;
    batch.push(loadSample(point, contains.get(point.metric) ?? 'default', at - Math.round(beforeMs * 1000)));
  };
  const observation = (): Observation => {
    const samples = batch;
    batch = [];
    const subject = { kind: 'load', key: place.scenario } as const;
    return { subject, target, run, instrument, at: place.startedAt, tookUs: place.tookUs, outcome: 'ok', samples };
  };

  for await (const { value, isLast } of readNdjson(file)) {
    const line = sampleLine(value);
    if (line === undefined) {
      if (!isLast) count.bad += 1;
      continue;
    }
    if (line.type === 'Metric') contains.set(line.metric, line.contains);
    else if (line.tags[GATEWAY_TAG] !== undefined || line.metric.startsWith(MIRROR_PREFIX)) count.dropped += 1;
    else for (const { point, beforeMs } of hops.add(line)) take(point, beforeMs);
    if (batch.length >= SAMPLES_PER_OBSERVATION) yield observation();
  }
  for (const { point, beforeMs } of hops.end()) take(point, beforeMs);
  if (batch.length > 0) yield observation();
  return count;
}
