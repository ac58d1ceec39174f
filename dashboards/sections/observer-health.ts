import type { Section } from '../common.ts';
import { historyTable, liveCurve, liveStat } from '../panels.ts';
import { IN_RANGE, quantile } from '../queries.ts';

/** Can the figures be trusted? Our own lag, losses and gaps. */
export function observerHealth(): Section {
  return {
    title: 'Can the figures be trusted?',
    panels: [
      liveStat(
        { title: 'Exporter scraped', description: '1 when Prometheus reaches the exporter.', unit: 'none', width: 4 },
        { expr: 'max(up{job="evenkeel"})', legend: 'up' },
      ),
      liveStat(
        { title: 'Version', description: 'What runs, by version of Evenkeel and Node; the value is always 1.', unit: 'none', width: 4 },
        { expr: 'evenkeel_build_info', legend: '{{version}} on Node {{node}}' },
      ),
      liveStat(
        {
          title: 'Lost acts',
          description: 'Measured by the exporting process within the last day and not stored: anything but 0 is lost data.',
          unit: 'short',
          width: 4,
        },
        { expr: 'sum(increase(evenkeel_observations_lost_total[1d]))', legend: 'lost' },
        [{ from: 1, colour: 'red' }],
      ),
      liveStat(
        { title: 'Acts not read yet', description: 'Stored, and not yet in these metrics.', unit: 'short', width: 4 },
        { expr: 'max(evenkeel_follower_behind_observations)', legend: 'behind' },
        [{ from: 1000, colour: 'yellow' }],
      ),
      liveStat(
        {
          title: 'Store last read',
          description: 'Time since the exporter had read everything that is stored.',
          unit: 's',
          width: 4,
        },
        { expr: 'time() - max(evenkeel_follower_fresh_timestamp_seconds)', legend: 'age' },
        [
          { from: 30, colour: 'yellow' },
          { from: 120, colour: 'red' },
        ],
      ),
      liveStat(
        {
          title: 'Values left out',
          description: 'Within the last day, because a metric holds as many label sets as it may. They are in the store all the same.',
          unit: 'short',
          width: 4,
        },
        { expr: 'sum(increase(evenkeel_exporter_dropped_total[1d]))', legend: 'dropped' },
        [{ from: 1, colour: 'yellow' }],
      ),
      liveCurve(
        {
          title: 'Delay of our own event loop',
          description:
            'Largest delay in each second: median and 99th percentile over 5 minutes. Above 20 ms, timings of that moment carry a mark.',
          unit: 's',
          width: 12,
        },
        [
          { expr: quantile(0.5, 'observer_lag_seconds', 'target', '', '5m'), legend: '{{target}} median' },
          { expr: quantile(0.99, 'observer_lag_seconds', 'target', '', '5m'), legend: '{{target}} 99th percentile' },
        ],
        [{ from: 0.02, colour: 'orange' }],
      ),
      liveCurve(
        {
          title: 'Age of the newest act',
          description: 'Of each kind of subject. A line that climbs is a watch that stopped.',
          unit: 's',
          width: 12,
        },
        [
          {
            expr: 'time() - max by (target, subject_kind) (evenkeel_last_observation_timestamp_seconds)',
            legend: '{{target}} {{subject_kind}}',
          },
        ],
      ),
      historyTable(
        {
          title: 'Gaps',
          description: 'Ranges in which planned looks did not happen, and why. They are unknown: neither up nor down.',
          unit: 'none',
          width: 12,
        },
        `select time as "from", time_end as "to", time_end - time as took, ticks, reason, coalesce(schedule, 'all') as schedule, observer
from g_gaps
where at_us < $__to * 1000 and time_end >= $__from / 1000
order by at_us desc
limit 500`,
        { times: ['from', 'to'], units: { took: 's' } },
      ),
      historyTable(
        {
          title: 'Acts with a mark',
          description: 'Measured while the observer had trouble of its own: lag, a stepped clock, or a generator at its limit.',
          unit: 'none',
          width: 12,
        },
        `select target, kind, key as subject, sum(marks & 1 > 0) as lag, sum(marks & 2 > 0) as clock, sum(marks & 4 > 0) as saturated, count(*) as acts
from g_observations
where ${IN_RANGE}
group by target, kind, key
order by lag + clock + saturated desc, target, subject`,
      ),
    ],
  };
}
