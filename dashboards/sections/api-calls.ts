import type { Section } from '../common.ts';
import { historyTable, liveCurve } from '../panels.ts';
import { failedShare, IN_RANGE, OF_TARGET, quantile, SQL_TARGET } from '../queries.ts';

const CALLS = `subject_kind="api_call",${OF_TARGET}`;

export function apiCalls(): Section {
  return {
    title: "The provider's API",
    panels: [
      liveCurve(
        {
          title: 'Failed share of calls',
          description: 'By operation, first attempts, over the last 15 minutes at each point: calls that fail now and then.',
          unit: 'percentunit',
          width: 8,
        },
        [{ expr: failedShare('target, subject', '15m', CALLS), legend: '{{target}} {{subject}}' }],
      ),
      liveCurve(
        {
          title: 'Call time, 95th percentile',
          description: 'By operation, over the last 15 minutes, each attempt on its own.',
          unit: 's',
          width: 8,
        },
        [
          {
            expr: quantile(0.95, 'api_call_duration_seconds', 'target, operation', OF_TARGET, '15m'),
            legend: '{{target}} {{operation}}',
          },
        ],
      ),
      liveCurve({ title: 'Retries', description: 'Attempts after the first, per second. They are in no share.', unit: 'cps', width: 8 }, [
        {
          expr: `sum by (target, subject) (rate(evenkeel_retries_total{${OF_TARGET}}[15m]))`,
          legend: '{{target}} {{subject}}',
        },
      ]),
      historyTable(
        {
          title: 'Calls and their codes',
          description: 'Operation by outcome and code in the range shown, every attempt; codes are kept as the provider gave them.',
          unit: 'none',
          width: 24,
        },
        `select target, key as operation, outcome, code, count(*) as calls, sum(attempt > 0) as retries, avg(took) as mean, max(took) as longest,
  max(time) as last
from g_observations
where kind = 'api_call' and ${IN_RANGE} and ${SQL_TARGET}
group by target, key, outcome, code
order by target, operation, calls desc`,
        { times: ['last'], units: { mean: 's', longest: 's' } },
      ),
    ],
  };
}
