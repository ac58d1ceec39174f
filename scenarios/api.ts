import { reachGateway } from './lib/gateway.ts';
import { look, watchOptions } from './lib/watch.ts';

// A limit of your own is a threshold on a mirror, for instance
//   thresholds: { 'evk_probe_duration_seconds{phase:wait}': ['p(95)<0.2'], 'evk_failed{name:api}': ['rate<0.01'] }
export const options = watchOptions();

export function setup(): void {
  reachGateway();
}

/** One look at an API or a port. */
export default function api(): void {
  look();
}
