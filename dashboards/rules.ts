import { stringify } from 'yaml';
import { failedShare } from './queries.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: { readonly summary: string; readonly description: string };
}

interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

const SUBJECT = 'target, subject_kind, subject';
const FAILED_1H = 'evenkeel:failed:ratio1h';

const RECORDED: readonly Rule[] = [
  { record: FAILED_1H, expr: failedShare(SUBJECT, '1h', 'target!=""') },
  {
    record: 'evenkeel:probe_duration_seconds:p95_5m',
    expr: 'histogram_quantile(0.95, sum by (le, target, probe) (rate(evenkeel_probe_duration_seconds_bucket{phase="total"}[5m])))',
  },
];

const TARGET_ALERTS: readonly Rule[] = [
  alert('EvenkeelProbeDown', 'evenkeel_probe_up == 0', '2m', 'critical', {
    summary: 'Probe {{ $labels.probe }} of {{ $labels.target }} fails',
    description: 'Every look failed for two minutes. The report of the target has the bounds and the codes.',
  }),
  alert('EvenkeelFailsNowAndThen', `${FAILED_1H} > 0.05`, '15m', 'warning', {
    summary: '{{ $value | humanizePercentage }} of {{ $labels.subject }} on {{ $labels.target }} failed within an hour',
    description: 'Calls that fail now and then: see the codes in the dashboards "probes" and "provisioning".',
  }),
  alert('EvenkeelIncidentOpen', 'evenkeel_incidents_open > 0', '5m', 'warning', {
    summary: '{{ $value }} incidents open on {{ $labels.target }}',
    description: 'Opened by the rules of the config; they close by themselves when the subject answers again.',
  }),
  alert('EvenkeelResourcesOverdue', 'evenkeel_resources_overdue > 0', '10m', 'critical', {
    summary: '{{ $value }} things are rented past their expiry',
    description: 'They cost money. Run: evenkeel instances reap.',
  }),
];

const OBSERVER_ALERTS: readonly Rule[] = [
  alert('EvenkeelAbsent', 'absent(up{job="evenkeel"} == 1)', '5m', 'critical', {
    summary: 'Prometheus cannot reach the exporter',
    description: 'Nothing is known about any target until it is back.',
  }),
  alert('EvenkeelStoreNotRead', 'time() - evenkeel_follower_fresh_timestamp_seconds > 120', '2m', 'critical', {
    summary: 'The exporter has not read the store for two minutes',
    description: 'What the dashboards show is old. /readyz of the exporter says why.',
  }),
  alert(
    'EvenkeelWatchStopped',
    'time() - max by (target) (evenkeel_last_observation_timestamp_seconds{subject_kind="probe"}) > 900',
    '5m',
    'warning',
    {
      summary: 'No probe of {{ $labels.target }} looked for a quarter of an hour',
      description: 'Is `evenkeel up` running? Until then the target is unknown, not up.',
    },
  ),
  alert('EvenkeelLosesData', 'increase(evenkeel_observations_lost_total[15m]) > 0', '0s', 'critical', {
    summary: 'Acts were measured and could not be stored',
    description: 'The log says why; most often the disk is full.',
  }),
  alert('EvenkeelLabelSetsFull', 'increase(evenkeel_exporter_dropped_total[1h]) > 0', '0s', 'warning', {
    summary: 'Values of {{ $labels.metric }} are left out of the metrics',
    description: 'The metric holds as many label sets as it may. The store still has every value.',
  }),
];

function alert(
  name: string,
  expr: string,
  lasting: string,
  severity: 'warning' | 'critical',
  annotations: NonNullable<Rule['annotations']>,
): Rule {
  return { alert: name, expr, for: lasting, labels: { severity }, annotations };
}

export const RULE_GROUPS: readonly RuleGroup[] = [
  { name: 'evenkeel-recorded', interval: '1m', rules: RECORDED },
  { name: 'evenkeel-targets', interval: '30s', rules: TARGET_ALERTS },
  { name: 'evenkeel-observer', interval: '30s', rules: OBSERVER_ALERTS },
];

/** Recording and alert rules as the file Prometheus loads. */
export function buildRules(): string {
  return stringify({ groups: RULE_GROUPS }, { lineWidth: 0 });
}
