import { act, reachGateway } from './lib/gateway.ts';
import { jobOptions } from './lib/jobs.ts';

// A limit of your own is a threshold on a mirror, in seconds, for instance
//   thresholds: { 'evk_job_duration_seconds{job_kind:cpu}': ['p(95)<2'], 'evk_failed{act:job}': ['rate<0.01'] }
export const options = jobOptions('cpu');

export function setup(): void {
  reachGateway();
}

/** One CPU job on the instance of this VU. */
export default function cpu(): void {
  act({ act: 'job', name: 'cpu' });
}
