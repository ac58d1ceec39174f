import { describe, expect, it } from 'vitest';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { createMeters, type Meters } from '../../src/exporter/meters.ts';

/** /metrics once everything new has been seen at 0. */
async function settled(meters: Meters): Promise<string> {
  await meters.scrape();
  return meters.scrape();
}

const SUBJECT = { target: 'local', subject_kind: 'probe', subject: 'resolver', outcome: 'failed' };

describe('createMeters', () => {
  it('keeps its registry to itself', async () => {
    const [one, other] = [createMeters(exportedMetrics()), createMeters(exportedMetrics())];
    one.set('evenkeel_resources_overdue', {}, 3);
    expect(await settled(one)).toContain('evenkeel_resources_overdue 3');
    expect(await settled(other)).not.toContain('evenkeel_resources_overdue 3');
  });

  it('stops taking label sets at its limit, counts what it leaves out, and goes on with those it has', async () => {
    const meters = createMeters(exportedMetrics(), 2);
    for (const code of ['A', 'B', 'C', 'D', 'A']) meters.count('evenkeel_failures_total', { ...SUBJECT, code });
    const text = await settled(meters);
    expect(text).toMatch(/evenkeel_failures_total\{.*code="A".*\} 2/);
    expect(text).not.toContain('code="C"');
    expect(text).toContain('evenkeel_exporter_dropped_total{metric="evenkeel_failures_total"} 2');
  });

  it('shows what is new at 0 once, so that its first value is an increase', async () => {
    const meters = createMeters(exportedMetrics());
    meters.count('evenkeel_failures_total', { ...SUBJECT, code: 'A' });
    meters.observe('evenkeel_observer_lag_seconds', { target: 'local' }, 0.01);
    const first = await meters.scrape();
    expect(first).toMatch(/evenkeel_failures_total\{.*\} 0/);
    expect(first).toContain('evenkeel_observer_lag_seconds_count{target="local"} 0');
    meters.count('evenkeel_failures_total', { ...SUBJECT, code: 'A' });
    const second = await meters.scrape();
    expect(second).toMatch(/evenkeel_failures_total\{.*\} 2/);
    expect(second).toContain('evenkeel_observer_lag_seconds_sum{target="local"} 0.01');
  });

  it('holds a bounded number of values back where nobody scrapes', async () => {
    const meters = createMeters(exportedMetrics());
    for (let n = 0; n < 2500; n += 1) meters.observe('evenkeel_observer_lag_seconds', { target: 'local' }, 0.01);
    expect(await meters.scrape()).toContain('evenkeel_observer_lag_seconds_count{target="local"} 2500');
  });

  it('keeps what comes while a scrape is being written for the next one', async () => {
    const meters = createMeters(exportedMetrics());
    const scrape = meters.scrape();
    meters.count('evenkeel_failures_total', { ...SUBJECT, code: 'late' });
    await scrape;
    expect(await meters.scrape()).toMatch(/code="late"\} 0/);
    expect(await meters.scrape()).toMatch(/code="late"\} 1/);
  });

  it('gives a cleared gauge its room back', async () => {
    const meters = createMeters(exportedMetrics(), 1);
    meters.set('evenkeel_probe_up', { target: 'local', probe: 'a' }, 1);
    meters.clear('evenkeel_probe_up');
    meters.set('evenkeel_probe_up', { target: 'local', probe: 'b' }, 0);
    const text = await settled(meters);
    expect(text).toContain('evenkeel_probe_up{target="local",probe="b"} 0');
    expect(text).not.toContain('probe="a"');
  });

  it('ignores names that are not exported', async () => {
    const meters = createMeters(exportedMetrics());
    meters.count('evenkeel_my_own_total', {});
    meters.set('evenkeel_my_own', {}, 1);
    meters.observe('evenkeel_my_own_seconds', {}, 1);
    meters.clear('evenkeel_my_own');
    expect(await settled(meters)).not.toContain('my_own');
  });

  it('escapes whatever a target writes into a label', async () => {
    const meters = createMeters(exportedMetrics());
    meters.count('evenkeel_failures_total', { ...SUBJECT, code: 'a"b\nc\\d' });
    expect(await settled(meters)).toContain(String.raw`code="a\"b\nc\\d"`);
  });
});
