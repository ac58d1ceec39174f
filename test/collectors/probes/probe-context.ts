import { systemClock } from '../../../src/core/clock.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import type { ProbeContext } from '../../../src/core/probe.ts';
import { seededRandom } from '../../../src/core/random.ts';

export function probeContext(overrides: Partial<ProbeContext> = {}): ProbeContext {
  return {
    name: 'subject',
    clock: systemClock,
    random: seededRandom(7),
    signal: new AbortController().signal,
    timeoutMs: 2_000,
    secret: (name) => {
      throw new Error(`no secret ${name}`);
    },
    ...overrides,
  };
}

/** Phase → seconds, in the order of the samples. */
export function phasesOf(measurement: Measurement): { readonly [phase: string]: number } {
  return Object.fromEntries(measurement.samples.map(({ tags, value }) => [tags['phase'], value]));
}
