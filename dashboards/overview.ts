import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './common.ts';
import { fluctuation } from './sections/fluctuation.ts';
import { issues } from './sections/issues.ts';
import { steadyNow } from './sections/steady-now.ts';

export function overview(): Dashboard {
  return dashboard({
    uid: 'evenkeel-overview',
    title: 'Evenkeel: overview',
    description: 'Is it steady? What is up now, how much performance fluctuates, what is open.',
    targetsFrom: 'prometheus',
    from: 'now-24h',
    refresh: '30s',
    sections: [steadyNow(), fluctuation(), issues()],
  });
}
