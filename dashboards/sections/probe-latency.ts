import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Section } from '../common.ts';
import { historyPoints, liveCurve } from '../panels.ts';
import { actsOf, mean, OF_TARGET, quantile } from '../queries.ts';

const TOTAL = `phase="total",${OF_TARGET}`;
const BY = 'target, probe';

function curve(q: number, name: string): Builder<Panel> {
  return liveCurve(
    {
      title: `Latency, ${name}`,
      description: `Of each probe: ${name} of the time of one look that ended ok or slow; as exact as the buckets. Exact values: "Single looks" below.`,
      unit: 's',
      width: 12,
    },
    [{ expr: quantile(q, 'probe_duration_seconds', BY, TOTAL), legend: '{{target}} {{probe}}' }],
  );
}

export function probeLatency(): Section {
  return {
    title: 'How fast?',
    panels: [
      curve(0.5, 'median'),
      curve(0.95, '95th percentile'),
      liveCurve(
        {
          title: 'Where the time goes',
          description: 'Mean time of each phase of a look: dns, connect, tls, wait, transfer. A phase that did not happen has no line.',
          unit: 's',
          width: 12,
        },
        [
          {
            expr: mean('probe_duration_seconds', 'target, probe, phase', `phase!="total",${OF_TARGET}`),
            legend: '{{target}} {{probe}} {{phase}}',
          },
        ],
      ),
      historyPoints(
        {
          title: 'Single looks',
          description: 'Every look in the range, at most 20 000, from the store: spikes that quantiles hide.',
          unit: 's',
          width: 12,
        },
        actsOf('probe_duration_seconds', "target || ' ' || json_extract(tags, '$.probe')", " and json_extract(tags, '$.phase') = 'total'"),
      ),
    ],
  };
}
