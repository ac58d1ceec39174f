import type { Section } from '../common.ts';
import { liveCurve, liveStat, liveStates } from '../panels.ts';
import { failedShare, OF_TARGET } from '../queries.ts';

/** Is it steady? One line of numbers, then what was up and down. */
export function steadyNow(): Section {
  return {
    title: 'Is it steady now?',
    panels: [
      liveStat(
        {
          title: 'Probes up',
          description: 'Share of the probes with a known state whose newest look was ok or slow. Probes that stopped looking are left out.',
          unit: 'percentunit',
          width: 4,
        },
        { expr: `avg by (target) (evenkeel_probe_up{${OF_TARGET}})`, legend: '{{target}}' },
        [],
      ),
      liveStat(
        {
          title: 'Failed in the last hour',
          description:
            'Share of first attempts that failed within the last hour, all subjects together. Unknown outcomes count on neither side.',
          unit: 'percentunit',
          width: 4,
        },
        { expr: failedShare('target', '1h', OF_TARGET), legend: '{{target}}' },
        [
          { from: 0.001, colour: 'yellow' },
          { from: 0.01, colour: 'red' },
        ],
      ),
      liveStat(
        { title: 'Incidents open', description: 'Incidents that are not closed.', unit: 'short', width: 4 },
        { expr: `sum by (target) (evenkeel_incidents_open{${OF_TARGET}})`, legend: '{{target}}' },
        [{ from: 1, colour: 'red' }],
      ),
      liveStat(
        { title: 'Findings open', description: 'Lines of the issues table that are not closed, all targets.', unit: 'short', width: 4 },
        { expr: 'sum(evenkeel_findings_open)', legend: 'findings' },
        [{ from: 1, colour: 'yellow' }],
      ),
      liveStat(
        {
          title: 'Since the last run',
          description: 'Time since the newest run that was done. A campaign that stopped says nothing about today.',
          unit: 's',
          width: 4,
        },
        { expr: `time() - max by (target) (evenkeel_last_run_end_timestamp_seconds{${OF_TARGET}})`, legend: '{{target}}' },
      ),
      liveStat(
        {
          title: 'Left in the cloud',
          description: 'Things created and not verified gone. During a run this is what it rents; afterwards it should be 0.',
          unit: 'short',
          width: 4,
        },
        { expr: 'sum(evenkeel_resources_open)', legend: 'resources' },
      ),
      liveStates(
        {
          title: 'Up and down',
          description: 'Each probe: green up, red failed. Where nothing is drawn nothing is known: no data is neither up nor down.',
          unit: 'none',
          width: 24,
          height: 7,
        },
        { expr: `max by (target, probe) (evenkeel_probe_up{${OF_TARGET}})`, legend: '{{target}} {{probe}}' },
      ),
      liveCurve(
        {
          title: 'Failed share by subject',
          description: 'Share of first attempts that failed, over the last 15 minutes at each point.',
          unit: 'percentunit',
          width: 12,
        },
        [{ expr: failedShare('target, subject', '15m', OF_TARGET), legend: '{{target}} {{subject}}' }],
        [{ from: 0.05, colour: 'red' }],
      ),
      liveCurve(
        {
          title: 'Acts by outcome',
          description: 'How many acts a second ended how: the base of every share on this page.',
          unit: 'cps',
          width: 12,
        },
        [
          {
            expr: `sum by (target, outcome) (rate(evenkeel_observations_total{${OF_TARGET}}[$__rate_interval]))`,
            legend: '{{target}} {{outcome}}',
          },
        ],
      ),
    ],
  };
}
