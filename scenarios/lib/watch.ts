import type { Options, Scenario } from 'k6/options';
import { act } from './gateway.ts';
import { countFrom, countSetting, listSetting } from './settings.ts';

/**
 * One workload for each probe of EVK_PROBES: a look every EVK_EVERY_MS (a value for each probe, in the same order), started
 * at its own instants whether or not the look before has come back.
 */
export function watchOptions(): Options {
  const probes = listSetting('EVK_PROBES');
  const everyMs = listSetting('EVK_EVERY_MS').map((text) => countFrom('EVK_EVERY_MS', text));
  if (everyMs.length !== probes.length) {
    throw new Error(`EVK_EVERY_MS has ${everyMs.length} values, and EVK_PROBES names ${probes.length} probes: each needs one`);
  }
  const seconds = countSetting('EVK_LIMIT_S');
  return {
    scenarios: Object.fromEntries(
      probes.map((probe, index): [string, Scenario] => [
        workloadName(probe, index),
        {
          executor: 'constant-arrival-rate',
          rate: 1,
          timeUnit: `${everyMs[index]}ms`,
          duration: `${seconds}s`,
          // A look that waits for its timeout must not delay the next.
          preAllocatedVUs: 2,
          maxVUs: 20,
          env: { EVK_PROBE: probe },
          tags: { probe },
        },
      ]),
    ),
  };
}

/** One look at the probe of this workload. */
export function look(): void {
  act({ act: 'probe', name: __ENV['EVK_PROBE'] ?? '' });
}

/** k6 allows letters, digits, _ and - only; the number keeps two names apart that differ in nothing else. */
function workloadName(probe: string, index: number): string {
  return /^[0-9a-zA-Z_-]+$/.test(probe) ? probe : `${probe.replaceAll(/[^0-9a-zA-Z_-]/g, '_')}_${index}`;
}
