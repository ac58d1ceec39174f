import type { Section } from '../common.ts';
import { incidentsTable } from './incidents-table.ts';
import { historyTable, liveCurve, liveStat, liveStates } from '../panels.ts';
import { failedShare, IN_RANGE, OF_TARGET, SQL_TARGET } from '../queries.ts';

const PROBES = `subject_kind="probe",${OF_TARGET}`;

export function probeFaults(): Section {
  return {
    title: 'What was down?',
    panels: [
      liveStates(
        {
          title: 'Up and down',
          description: 'Each probe: green up, red failed. Where nothing is drawn nothing is known.',
          unit: 'none',
          width: 24,
          height: 7,
        },
        { expr: `max by (target, probe) (evenkeel_probe_up{${OF_TARGET}})`, legend: '{{target}} {{probe}}' },
      ),
      liveStat(
        {
          title: 'Answered',
          description: 'Share of looks in the range shown that did not fail. Unknown looks count on neither side.',
          unit: 'percentunit',
          width: 24,
        },
        { expr: `1 - (${failedShare('target, subject', '$__range', PROBES)})`, legend: '{{target}} {{subject}}' },
      ),
      liveCurve(
        {
          title: 'Failed share',
          description: 'Share of looks that failed, over the last 5 minutes at each point.',
          unit: 'percentunit',
          width: 12,
        },
        [{ expr: failedShare('target, subject', '5m', PROBES), legend: '{{target}} {{subject}}' }],
      ),
      liveCurve(
        {
          title: 'Slow share',
          description: "Share of the looks that succeeded beyond their limit (the probe's `slow`), over the last 5 minutes.",
          unit: 'percentunit',
          width: 12,
        },
        [
          {
            expr: `sum by (target, subject) (increase(evenkeel_observations_total{outcome="slow",${PROBES}}[5m])) / (sum by (target, subject) (increase(evenkeel_observations_total{outcome=~"ok|slow",${PROBES}}[5m])) > 0)`,
            legend: '{{target}} {{subject}}',
          },
        ],
      ),
      historyTable(
        {
          title: 'Why looks failed',
          description: 'Codes of looks that failed or are unknown in the range shown, as the target or our own side gave them.',
          unit: 'none',
          width: 12,
        },
        `select target, key as probe, outcome, code, count(*) as looks, min(time) as first, max(time) as last
from g_observations
where kind = 'probe' and outcome in ('failed', 'unknown') and attempt = 0 and ${IN_RANGE} and ${SQL_TARGET}
group by target, key, outcome, code
order by looks desc`,
        { times: ['first', 'last'] },
      ),
      incidentsTable(12),
    ],
  };
}
