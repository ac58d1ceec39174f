import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/metrics.ts';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { createMeters } from '../../src/exporter/meters.ts';
import { lacks } from '../needs.ts';
import { promtoolCheckMetrics } from './promtool.ts';

const ALL = exportedMetrics();

describe('exportedMetrics', () => {
  it('exports every metric of the catalogue under evenkeel_ with target and its tags as labels', () => {
    for (const metric of CATALOGUE) {
      expect(ALL.find(({ name }) => name === `evenkeel_${metric.name}`)?.labels).toEqual(['target', ...metric.tags]);
    }
  });

  it('names no metric twice and no label that Prometheus owns', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
    expect(ALL.flatMap(({ labels }) => labels).filter((label) => ['job', 'instance', 'le', 'quantile'].includes(label))).toEqual([]);
  });

  it('maps a counter, a gauge and a trend to their types, whatever the catalogue holds', () => {
    const metric = { unit: 'bytes', worse: 'up', tags: [], help: 'h' } as const;
    const types = exportedMetrics([
      { ...metric, name: 'a_total', kind: 'counter' },
      { ...metric, name: 'b_bytes', kind: 'gauge' },
      { ...metric, name: 'c_bytes', kind: 'trend' },
    ]).map(({ name, type }) => `${name} ${type}`);
    expect(types).toEqual(expect.arrayContaining(['evenkeel_a_total counter', 'evenkeel_b_bytes gauge', 'evenkeel_c_bytes histogram']));
  });

  it('gives every histogram finite buckets in ascending order', () => {
    const histograms = ALL.filter(({ type }) => type === 'histogram');
    expect(histograms.length).toBeGreaterThan(0);
    const bad = histograms.filter(({ buckets = [] }) => buckets.length < 5 || buckets.some((bound, i) => bound <= (buckets[i - 1] ?? 0)));
    expect(bad).toEqual([]);
  });

  it.skipIf(lacks('promtool'))('promtool finds no fault with names, types and help [needs promtool]', async () => {
    const meters = createMeters(ALL);
    for (const { name, type, labels } of ALL) {
      const values = Object.fromEntries(labels.map((label) => [label, 'x']));
      if (type === 'counter') meters.count(name, values);
      else if (type === 'gauge') meters.set(name, values, 1);
      else meters.observe(name, values, 1);
    }
    const text = await meters.scrape();
    expect(text.match(/^# HELP /gm)).toHaveLength(ALL.length);
    expect(promtoolCheckMetrics(text)).toBe('');
    expect(promtoolCheckMetrics('# TYPE bad counter\nbad 1\n')).not.toBe('');
  });
});
