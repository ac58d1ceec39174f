import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ExportedMetric } from './exported-metrics.ts';
import { zeroFirst } from './zero-first.ts';

export type Labels = Readonly<Record<string, string>>;

/** Writes to the registry by name; a name that is not exported is ignored (imported and custom metrics stay in the store). */
export interface Meters {
  /** Of what `scrape` gives. */
  readonly contentType: string;
  count(name: string, labels: Labels, by?: number): void;
  set(name: string, labels: Labels, value: number): void;
  observe(name: string, labels: Labels, value: number): void;
  /** Forgets every label set of a gauge. */
  clear(name: string): void;
  /** The text of /metrics. Counters and histograms with new labels are 0 in it; their values are in the next one. */
  scrape(): Promise<string>;
}

/** Label sets one metric may hold: a target that invents error codes must not fill Prometheus. */
const MAX_LABEL_SETS = 500;

const DROPPED = 'evenkeel_exporter_dropped_total';

/** An own registry, made from the list; nothing global. */
export function createMeters(metrics: readonly ExportedMetric[], maxLabelSets: number = MAX_LABEL_SETS): Meters {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const { name, type, help, labels, buckets } of metrics) {
    const base = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === 'counter') counters.set(name, new Counter(base));
    else if (type === 'gauge') gauges.set(name, new Gauge(base));
    else histograms.set(name, new Histogram({ ...base, buckets: [...(buckets ?? [])] }));
  }

  // 0 and not nothing: that nothing was left out is known.
  for (const { name } of metrics) counters.get(DROPPED)?.inc({ metric: name }, 0);

  const news = zeroFirst();
  const known = new Map<string, Set<string>>();
  const admits = (name: string, labels: Labels): boolean => {
    const sets = known.get(name) ?? new Set<string>();
    known.set(name, sets);
    const key = keyOf(name, labels);
    if (sets.has(key)) return true;
    if (sets.size >= maxLabelSets) {
      counters.get(DROPPED)?.inc({ metric: name }, 1);
      return false;
    }
    sets.add(key);
    return true;
  };

  return {
    contentType: registry.contentType,
    count: (name, labels, by = 1) => {
      const counter = counters.get(name);
      if (counter === undefined || !admits(name, labels)) return;
      news.write(
        keyOf(name, labels),
        () => counter.inc(labels, 0),
        () => counter.inc(labels, by),
      );
    },
    set: (name, labels, value) => {
      const gauge = gauges.get(name);
      if (gauge !== undefined && admits(name, labels)) gauge.set(labels, value);
    },
    observe: (name, labels, value) => {
      const histogram = histograms.get(name);
      if (histogram === undefined || !admits(name, labels)) return;
      news.write(
        keyOf(name, labels),
        () => histogram.zero(labels),
        () => histogram.observe(labels, value),
      );
    },
    clear: (name) => {
      gauges.get(name)?.reset();
      known.delete(name);
    },
    scrape: async () => {
      const written = news.scrape();
      const text = await registry.metrics();
      written();
      return text;
    },
  };
}

function keyOf(name: string, labels: Labels): string {
  return name + JSON.stringify(labels);
}
