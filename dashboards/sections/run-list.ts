import type { Section } from '../common.ts';
import { historyTable, liveStat } from '../panels.ts';
import { IN_RANGE, OF_TARGET, SQL_CAMPAIGN, SQL_TARGET } from '../queries.ts';

export function runList(): Section {
  return {
    title: 'Runs',
    panels: [
      liveStat(
        { title: 'Running', description: 'Runs under way.', unit: 'short', width: 12 },
        { expr: `sum by (target) (evenkeel_runs_running{${OF_TARGET}})`, legend: '{{target}}' },
      ),
      liveStat(
        { title: 'Ended in the last day', description: 'Runs that ended within 24 hours, by state.', unit: 'short', width: 12 },
        {
          expr: `sum by (target, state) (round(increase(evenkeel_runs_total{${OF_TARGET}}[1d])))`,
          legend: '{{target}} {{state}}',
        },
      ),
      historyTable(
        {
          title: 'List of runs',
          description: 'Newest first. `evenkeel report` and `evenkeel show` take the id in the column run.',
          unit: 'none',
          width: 24,
          height: 9,
        },
        `select g_runs.time as started, run_uid as run, campaign, target, state, exit, took, instances,
  (select count(*) from g_observations o where o.run = g_runs.run and o.kind = 'job') as jobs,
  (select count(*) from g_observations o where o.run = g_runs.run and o.kind = 'job' and o.outcome = 'failed') as "failed jobs",
  observations as acts, version
from g_runs
where ${IN_RANGE} and ${SQL_TARGET} and ${SQL_CAMPAIGN}
order by at_us desc
limit 500`,
        { times: ['started'], units: { took: 's' } },
      ),
    ],
  };
}
