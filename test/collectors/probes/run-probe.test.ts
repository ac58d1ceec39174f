import { describe, expect, test } from 'vitest';
import { runProbe, type Look } from '../../../collectors/probes/run-probe.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import { phasesOf, probeContext } from './probe-context.ts';

const instrument = { name: 'test-probe', version: '1', params: {} };
const coded = (code: unknown): Error => Object.assign(new Error('it went wrong'), { code });

function run(look: (look: Look) => Promise<object>) {
  return runProbe('test', instrument, probeContext(), look);
}

describe('runProbe', () => {
  test.each(['EMFILE', 'ENFILE', 'ENOBUFS', 'EADDRNOTAVAIL', 'EPERM'])(
    'does not charge %s, our own trouble, to the target',
    async (code) => {
      const measurement = await run(() => Promise.reject(coded(code)));
      expect(measurement).toMatchObject({ outcome: 'unknown', code: 'harness', samples: [] });
      expect(JSON.parse(measurement.evidence?.body ?? '')).toMatchObject({ code, message: 'it went wrong' });
    },
  );

  test.each(['ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'HPE_INVALID_CONSTANT'])('charges %s to it', async (code) => {
    expect(await run(() => Promise.reject(coded(code)))).toMatchObject({ outcome: 'failed', code, samples: [] });
  });

  test.each([new TypeError('a bug'), coded(17), coded(undefined), new HarnessError('config-invalid', 'wrong')])(
    'throws on what no target did: %s',
    async (thrown) => {
      await expect(run(() => Promise.reject(thrown))).rejects.toBe(thrown);
    },
  );

  test('keeps the phases and notes of a failed look as evidence, never as samples', async () => {
    const measurement = await run(async ({ phases, notes }) => {
      await phases.time('connect', () => Promise.resolve());
      notes['address'] = '192.0.2.1';
      await phases.time('tls', () => Promise.reject(coded('ECONNRESET')));
      return {};
    });
    expect(measurement.samples).toEqual([]);
    const evidence = JSON.parse(measurement.evidence?.body ?? '') as { phases: object };
    expect(evidence).toMatchObject({ code: 'ECONNRESET', address: '192.0.2.1' });
    expect(Object.keys(evidence.phases)).toEqual(['connect']);
  });

  test('gives every phase that ended, and the total, of a good look', async () => {
    const measurement = await run(async ({ phases }) => {
      await phases.time('connect', () => Promise.resolve());
      return {};
    });
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(phasesOf(measurement))).toEqual(['connect', 'total']);
  });
});
