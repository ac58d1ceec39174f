import { describe, expect, it } from 'vitest';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { createMeters } from '../../src/exporter/meters.ts';

const SUBJECT = { target: 'local', subject_kind: 'probe', subject: 'resolver', outcome: 'failed' };

describe('createMeters', () => {
  it('keeps its registry to itself', async () => {
    const [one, other] = [createMeters(exportedMetrics()), createMeters(exportedMetrics())];
    one.set('evenkeel_resources_overdue', {}, 3);
    expect(await one.registry.metrics()).toContain('evenkeel_resources_overdue 3');
    expect(await other.registry.metrics()).not.toContain('evenkeel_resources_overdue 3');
  });

  it('stops taking label sets at its limit, counts what it leaves out, and goes on with those it has', async () => {
    const meters = createMeters(exportedMetrics(), 2);
    for (const code of ['A', 'B', 'C', 'D', 'A']) meters.count('evenkeel_failures_total', { ...SUBJECT, code });
    const text = await meters.registry.metrics();
    expect(text).toMatch(/evenkeel_failures_total\{.*code="A".*\} 2/);
    expect(text).not.toContain('code="C"');
    expect(text).toContain('evenkeel_exporter_dropped_total{metric="evenkeel_failures_total"} 2');
  });

  it('gives a cleared gauge its room back', async () => {
    const meters = createMeters(exportedMetrics(), 1);
    meters.set('evenkeel_probe_up', { target: 'local', probe: 'a' }, 1);
    meters.clear('evenkeel_probe_up');
    meters.set('evenkeel_probe_up', { target: 'local', probe: 'b' }, 0);
    const text = await meters.registry.metrics();
    expect(text).toContain('evenkeel_probe_up{target="local",probe="b"} 0');
    expect(text).not.toContain('probe="a"');
  });

  it('ignores names that are not exported', async () => {
    const meters = createMeters(exportedMetrics());
    meters.count('evenkeel_my_own_total', {});
    meters.set('evenkeel_my_own', {}, 1);
    meters.observe('evenkeel_my_own_seconds', {}, 1);
    meters.clear('evenkeel_my_own');
    expect(await meters.registry.metrics()).not.toContain('my_own');
  });

  it('escapes whatever a target writes into a label', async () => {
    const meters = createMeters(exportedMetrics());
    meters.count('evenkeel_failures_total', { ...SUBJECT, code: 'a"b\nc\\d' });
    expect(await meters.registry.metrics()).toContain(String.raw`code="a\"b\nc\\d"`);
  });
});
