import type { Section } from '../common.ts';
import { historyPoints, historyTable } from '../panels.ts';
import { IN_RANGE, SQL_TARGET } from '../queries.ts';

const UNITS = `from g_units
where ${IN_RANGE} and ${SQL_TARGET} and metric = 'job_duration_seconds' and median > 0`;

/** How much job times vary, from the units of evidence: one instance in one run. */
export function fluctuation(): Section {
  return {
    title: 'How much does performance fluctuate?',
    panels: [
      historyPoints(
        {
          title: 'Median job time of each instance',
          description: 'One point an instance and run. A step shows a shift, a wide cloud of points shows instances that differ.',
          unit: 's',
          width: 12,
        },
        `select time, target || ' ' || json_extract(tags, '$.job_kind') as series, median as value
${UNITS}
order by at_us`,
      ),
      historyPoints(
        {
          title: 'Spread within each instance',
          description: 'Interquartile range of the job times by their median, one point an instance and run. Lower is steadier.',
          unit: 'percentunit',
          width: 12,
        },
        `select time, target || ' ' || json_extract(tags, '$.job_kind') as series, (q3 - q1) / median as value
${UNITS} and q1 is not null and q3 is not null
order by at_us`,
      ),
      historyTable(
        {
          title: 'By target and job',
          description:
            'Mean over instances of median, spread and failed jobs in the range shown. Intervals and verdicts are in the report.',
          unit: 'none',
          width: 24,
          height: 6,
        },
        `select target, json_extract(tags, '$.job_kind') as job, count(distinct run) as runs, count(*) as instances, sum(n) as jobs,
  sum(failed) as failed, avg(median) as median, avg((q3 - q1) / median) as spread
${UNITS}
group by target, job
order by target, job`,
        { units: { median: 's', spread: 'percentunit' } },
      ),
    ],
  };
}
