import type { Section } from '../common.ts';
import { historyTable } from '../panels.ts';
import { IN_RANGE, SQL_CAMPAIGN, SQL_TARGET } from '../queries.ts';

/** Before and after, side by side. Only numbers: the verdict needs intervals and stands in the report. */
export function campaigns(): Section {
  return {
    title: 'Campaigns',
    panels: [
      historyTable(
        {
          title: 'Campaigns side by side',
          description:
            'Per campaign, metric and instrument: mean over instances of their median and spread. Verdicts: evenkeel report compare.',
          unit: 'none',
          width: 24,
        },
        `select coalesce(campaign, 'none') as campaign, target, metric, json_extract(tags, '$.job_kind') as job, min(time) as first, max(time) as last,
  count(distinct run) as runs, count(*) as instances, sum(n) as n, sum(failed) as failed, avg(median) as median,
  avg((q3 - q1) / median) as spread, comparable as instrument
from g_units
where ${IN_RANGE} and ${SQL_TARGET} and ${SQL_CAMPAIGN} and median > 0 and json_extract(tags, '$.job_kind') is not null
group by coalesce(campaign, 'none'), target, metric, job, comparable
order by metric, job, first`,
        { times: ['first', 'last'], units: { spread: 'percentunit' } },
      ),
    ],
  };
}
