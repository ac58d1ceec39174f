import { reachGateway } from './lib/gateway.ts';
import { look, watchOptions } from './lib/watch.ts';

// A limit of your own is a threshold on a mirror, for instance
//   thresholds: { 'evk_failed{act:probe}': ['rate<0.01'], 'evk_probe_duration_seconds{phase:total}': ['p(95)<0.1'] }
export const options = watchOptions();

export function setup(): void {
  reachGateway();
}

/** One look at a resolver. */
export default function dns(): void {
  look();
}
