import { createHash } from 'node:crypto';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard, type Section } from './common.ts';
import { historyPoints, liveCurve, liveStat, liveStates } from './panels.ts';
import { failedShare, IN_RANGE, quantile } from './queries.ts';

/** What a dashboard needs to know of a target in the config. */
export interface OwnTarget {
  readonly name: string;
  readonly probes: { readonly [name: string]: { readonly name: string; readonly kind: string; readonly slowMs: number | null } };
  readonly jobs: { readonly [kind: string]: unknown };
}

/** One target of one's own config: each of its probes with its own limit, each of its job kinds. */
export function ownTarget(target: OwnTarget): Dashboard {
  const probes = Object.values(target.probes).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const jobs = Object.keys(target.jobs).toSorted();
  return dashboard({
    uid: uidOf(target.name),
    title: `Evenkeel: target ${target.name}`,
    description: `The probes and jobs that the config names for ${target.name}.`,
    targetsFrom: 'none',
    from: 'now-24h',
    refresh: '30s',
    sections: [
      ...(probes.length === 0 ? [] : [upAndDown(target.name)]),
      ...probes.map((probe) => probeSection(target.name, probe)),
      ...(jobs.length === 0 ? [] : [{ title: 'Jobs', panels: jobs.map((kind) => jobPanel(target.name, kind)) }]),
    ],
  });
}

/** Grafana's uids have at most 40 characters. */
function uidOf(name: string): string {
  const uid = `evenkeel-target-${name}`;
  return uid.length <= 40 ? uid : `evenkeel-target-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
}

function upAndDown(target: string): Section {
  return {
    title: 'Up and down',
    panels: [
      liveStates(
        {
          title: 'Probes',
          description: 'Green up, red failed; where nothing is drawn nothing is known.',
          unit: 'none',
          width: 24,
          height: 7,
        },
        { expr: `max by (probe) (evenkeel_probe_up{target="${target}"})`, legend: '{{probe}}' },
      ),
    ],
  };
}

function probeSection(target: string, { name, kind, slowMs }: OwnTarget['probes'][string]): Section {
  const selector = `target="${target}",probe="${name}",phase="total"`;
  const limit = slowMs === null ? [] : [{ from: slowMs / 1000, colour: 'orange' as const }];
  const limitText = slowMs === null ? 'It has no limit.' : `Slower than ${slowMs} ms counts as slow.`;
  return {
    title: `${name} (${kind})`,
    panels: [
      liveCurve(
        {
          title: `${name}: latency`,
          description: `Median and 95th percentile of looks that ended ok or slow. ${limitText}`,
          unit: 's',
          width: 18,
        },
        [
          { expr: quantile(0.5, 'probe_duration_seconds', 'probe', selector), legend: 'median' },
          { expr: quantile(0.95, 'probe_duration_seconds', 'probe', selector), legend: '95th percentile' },
        ],
        limit,
      ),
      liveStat(
        {
          title: `${name}: failed`,
          description: 'Share of looks that failed in the range shown.',
          unit: 'percentunit',
          width: 6,
          height: 8,
        },
        {
          expr: failedShare('subject', '$__range', `target="${target}",subject_kind="probe",subject="${name}"`),
          legend: 'failed',
        },
        [{ from: 0.01, colour: 'red' }],
      ),
    ],
  };
}

function jobPanel(target: string, kind: string): Builder<Panel> {
  return historyPoints(
    { title: `${kind}: job times`, description: 'Every job that ended ok or slow, at its start.', unit: 's', width: 24 },
    `select time, coalesce(campaign, 'none') as series, value
from g_samples
where metric = 'job_duration_seconds' and ${IN_RANGE} and target = '${target}' and json_extract(tags, '$.job_kind') = '${kind}'
  and outcome in ('ok', 'slow')
order by at_us
limit 20000`,
  );
}
