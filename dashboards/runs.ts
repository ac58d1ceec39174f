import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard, storeVariable } from './common.ts';
import { campaigns } from './sections/campaigns.ts';
import { jobTimes } from './sections/job-times.ts';
import { runList } from './sections/run-list.ts';

export function runs(): Dashboard {
  return dashboard({
    uid: 'evenkeel-runs',
    title: 'Evenkeel: runs and campaigns',
    description: 'Every job of every run, and campaigns side by side.',
    targetsFrom: 'sqlite',
    variables: [
      storeVariable(
        'campaign',
        'Campaign',
        "select distinct coalesce(campaign, 'none') from g_runs where target in (${target:sqlstring}) order by 1",
      ),
    ],
    from: 'now-30d',
    refresh: '5m',
    sections: [runList(), jobTimes(), campaigns()],
  });
}
