import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './common.ts';
import { observerHealth } from './sections/observer-health.ts';

export function observer(): Dashboard {
  return dashboard({
    uid: 'evenkeel-observer',
    title: 'Evenkeel: the observer',
    description: 'Can the figures be trusted? Our own lag, losses and gaps.',
    targetsFrom: 'none',
    from: 'now-6h',
    refresh: '30s',
    sections: [observerHealth()],
  });
}
