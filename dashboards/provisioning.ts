import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './common.ts';
import { apiCalls } from './sections/api-calls.ts';
import { instancePhases } from './sections/instance-phases.ts';
import { ledger } from './sections/ledger.ts';

export function provisioning(): Dashboard {
  return dashboard({
    uid: 'evenkeel-provisioning',
    title: 'Evenkeel: provisioning',
    description: "How long renting takes, phase by phase; which of the provider's calls fail; what is rented now.",
    targetsFrom: 'sqlite',
    from: 'now-7d',
    refresh: '1m',
    sections: [instancePhases(), apiCalls(), ledger()],
  });
}
