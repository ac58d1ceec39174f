import type { Options } from 'k6/options';
import { act, reachGateway } from './lib/gateway.ts';
import { countSetting } from './lib/settings.ts';

// A limit of your own is a threshold on a mirror, in seconds, for instance
//   thresholds: { 'evk_instance_phase_duration_seconds{phase:clone}': ['max<120'] }
export const options: Options = {
  scenarios: {
    provision: {
      executor: 'per-vu-iterations',
      vus: countSetting('EVK_INSTANCES'),
      iterations: 1,
      maxDuration: `${countSetting('EVK_LIMIT_S')}s`,
    },
  },
};

export function setup(): void {
  reachGateway();
}

/** Rents one instance into the fleet of the run, every phase timed. The run releases it. */
export default function provision(): void {
  act({ act: 'provision' });
}
