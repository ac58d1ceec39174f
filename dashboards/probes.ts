import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './common.ts';
import { probeFaults } from './sections/probe-faults.ts';
import { probeLatency } from './sections/probe-latency.ts';

export function probes(): Dashboard {
  return dashboard({
    uid: 'evenkeel-probes',
    title: 'Evenkeel: probes',
    description: 'What was down, for how long and why; how fast the rest answered, phase by phase.',
    targetsFrom: 'prometheus',
    from: 'now-6h',
    refresh: '30s',
    sections: [probeFaults(), probeLatency()],
  });
}
