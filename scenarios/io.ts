import { act, reachGateway } from './lib/gateway.ts';
import { jobOptions } from './lib/jobs.ts';

// A limit of your own is a threshold on a mirror, for instance
//   thresholds: { 'evk_io_bytes_per_second{direction:write}': ['med>50000000'], evk_io_sync_duration_seconds: ['p(95)<0.05'] }
export const options = jobOptions('io');

export function setup(): void {
  reachGateway();
}

/** One IO job on the instance of this VU. */
export default function io(): void {
  act({ act: 'job', name: 'io' });
}
