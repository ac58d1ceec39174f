import type { Section } from '../common.ts';
import { historyPoints, historyTable, liveCurve } from '../panels.ts';
import { actsOf, IN_RANGE, OF_TARGET, quantile, SQL_TARGET } from '../queries.ts';

export function instancePhases(): Section {
  return {
    title: 'Renting an instance',
    panels: [
      historyPoints(
        {
          title: 'Phases of renting',
          description: 'Every clone, create, start, reachable, context and release that went well, at its start.',
          unit: 's',
          width: 24,
          height: 9,
        },
        actsOf('instance_phase_duration_seconds', "target || ' ' || json_extract(tags, '$.phase')"),
      ),
      historyTable(
        {
          title: 'Slowest phases',
          description:
            'The twenty longest in the range shown, with the mean of their phase: very long drive cloning and node starting show here.',
          unit: 'none',
          width: 12,
        },
        `with phases as (
  select time, target, json_extract(tags, '$.phase') as phase, run_uid, ordinal, value
  from g_samples
  where metric = 'instance_phase_duration_seconds' and ${IN_RANGE} and ${SQL_TARGET}
)
select time, target, phase, run_uid as run, ordinal as instance, value as took, avg(value) over (partition by target, phase) as mean
from phases
order by value desc
limit 20`,
        { units: { took: 's', mean: 's' } },
      ),
      liveCurve(
        {
          title: '95th percentile, last hour',
          description: 'Of each phase, over the hour before each point; as exact as the buckets.',
          unit: 's',
          width: 12,
        },
        [
          {
            expr: quantile(0.95, 'instance_phase_duration_seconds', 'target, phase', OF_TARGET, '1h'),
            legend: '{{target}} {{phase}}',
          },
        ],
      ),
    ],
  };
}
