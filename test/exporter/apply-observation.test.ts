import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../src/core/outcome.ts';
import { applyObservation, type Followed } from '../../src/exporter/apply-observation.ts';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { createMeters } from '../../src/exporter/meters.ts';
import { probeStates } from '../../src/exporter/probe-states.ts';
import { look } from './observation-rows.ts';

/** /metrics after these acts, once everything new has been seen at 0. */
async function metricsAfter(...acts: readonly Followed[]): Promise<string> {
  const meters = createMeters(exportedMetrics());
  const probes = probeStates();
  for (const act of acts) applyObservation(meters, probes, act);
  await meters.scrape();
  return meters.scrape();
}

const OF = 'target="local",subject_kind="probe",subject="resolver"';

describe('applyObservation', () => {
  it('shows every outcome from the first act on: no failure is 0, not nothing', async () => {
    const text = await metricsAfter(look());
    expect(text).toContain(`evenkeel_observations_total{${OF},outcome="ok"} 1`);
    for (const outcome of ['slow', 'failed', 'unknown'])
      expect(text).toContain(`evenkeel_observations_total{${OF},outcome="${outcome}"} 0`);
  });

  it('counts a failure in the shares and under its code, and takes no timing from it', async () => {
    const text = await metricsAfter(look({ outcome: 'failed', code: 'SERVFAIL' }));
    expect(text).toContain(`evenkeel_observations_total{${OF},outcome="failed"} 1`);
    expect(text).toContain(`evenkeel_failures_total{${OF},outcome="failed",code="SERVFAIL"} 1`);
    expect(text).not.toContain('evenkeel_probe_duration_seconds_count');
  });

  it('gives no code to an act that succeeded, though slow ones carry one', async () => {
    expect(await metricsAfter(look({ outcome: 'slow', code: 'slow' }))).not.toContain('evenkeel_failures_total{');
  });

  it('keeps a retry out of the shares, and its timing in', async () => {
    const text = await metricsAfter(look({ attempt: 1 }));
    expect(text).toContain(`evenkeel_retries_total{${OF}} 1`);
    expect(text).not.toContain('evenkeel_observations_total{');
    expect(text).toContain('evenkeel_probe_duration_seconds_count{target="local",probe="resolver",probe_kind="dns",phase="total"} 1');
  });

  it('counts values into buckets in base units', async () => {
    const text = await metricsAfter(look({}, [{ value: 0.012 }, { value: 0.3 }]));
    expect(text).toContain(
      'evenkeel_probe_duration_seconds_bucket{le="0.01",target="local",probe="resolver",probe_kind="dns",phase="total"} 0',
    );
    expect(text).toContain(
      'evenkeel_probe_duration_seconds_bucket{le="0.025",target="local",probe="resolver",probe_kind="dns",phase="total"} 1',
    );
    expect(text).toContain('evenkeel_probe_duration_seconds_sum{target="local",probe="resolver",probe_kind="dns",phase="total"} 0.312');
  });

  it('leaves out names beside the catalogue, values that are no numbers, and tags that the catalogue does not allow', async () => {
    const text = await metricsAfter(
      look({}, [{ metric: 'my_own_seconds' }, { value: null }, { value: Number.NaN }, { tags: { probe: 'resolver', url: 'http://x' } }]),
    );
    expect(text).not.toContain('my_own');
    expect(text).not.toContain('url=');
    expect(text).toContain('evenkeel_probe_duration_seconds_count{target="local",probe="resolver"} 1');
    expect(text.match(/evenkeel_probe_duration_seconds_count/g)).toHaveLength(1);
  });

  it('adds up: every first attempt is counted once, under its own outcome, and every attempt once at all', async () => {
    const act = fc.record({ outcome: fc.constantFrom(...OUTCOMES), attempt: fc.nat(2), code: fc.option(fc.string(), { nil: null }) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 20 }), async (acts) => {
        const text = await metricsAfter(...acts.map((change, id) => look({ ...change, id })));
        const value = (line: string): number =>
          Number(
            text
              .split('\n')
              .find((row) => row.startsWith(`${line} `))
              ?.split(' ')
              .at(-1) ?? 0,
          );
        const first = acts.filter(({ attempt }) => attempt === 0);
        for (const outcome of OUTCOMES) {
          expect(value(`evenkeel_observations_total{${OF},outcome="${outcome}"}`)).toBe(
            first.filter((one) => one.outcome === outcome).length,
          );
        }
        expect(value(`evenkeel_retries_total{${OF}}`)).toBe(acts.length - first.length);
      }),
      { numRuns: 50 },
    );
  });

  it('says when the newest act ended', async () => {
    expect(await metricsAfter(look({ at: 1_764_000_000_500_000, tookUs: 250_000 }))).toContain(
      `evenkeel_last_observation_timestamp_seconds{${OF}} 1764000000.75`,
    );
  });

  it('cuts a code that would make a label of a whole text', async () => {
    const text = await metricsAfter(look({ outcome: 'failed', code: 'x'.repeat(500) }));
    expect(text).toContain(`code="${'x'.repeat(60)}"`);
  });
});
