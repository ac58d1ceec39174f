import type { ReportedObjective } from '../../reports/run/judged-objectives.ts';
import type { RunContext } from '../../reports/run/model.ts';
import type { Plant } from './make-facts.ts';
import { makeFinding } from './make-finding.ts';

const OBJECTIVES: readonly ReportedObjective[] = [
  {
    id: 'R1',
    target: 'local',
    metric: 'probe_duration_seconds',
    tags: { probe: 'resolver' },
    stat: 'p95',
    limit: 0.2,
    source: 'Service agreement, section 4',
  },
  {
    id: 'R2',
    target: 'local',
    metric: 'probe_duration_seconds',
    tags: { probe: 'api' },
    stat: 'availability',
    limit: 0.99,
    source: null,
  },
  {
    id: 'R3',
    target: 'local',
    metric: 'job_duration_seconds',
    tags: { job_kind: 'cpu' },
    stat: 'robust_cv',
    limit: 0.05,
    source: null,
  },
];

export const CONTEXT: RunContext = {
  objectives: OBJECTIVES,
  probes: { resolver: { openAfter: 3, closeAfter: 2 }, api: { openAfter: 3, closeAfter: 2 } },
};

/** The runs that the golden files and the browser look at: a healthy one, and one for each fault. */
export const PLANTS = {
  healthy: { seed: 11 },
  outage: {
    seed: 12,
    outage: { from: 30, to: 70 },
    lagged: true,
    failedJobs: [4],
    gaps: [{ id: 1, fromAt: 1_793_606_420_000_000, toAt: 1_793_606_424_000_000, ticks: 4, reason: 'overload', schedule: null }],
    findings: [
      makeFinding({ title: 'DNS resolver did not answer for 39 to 41 s (timeout)', links: [{ kind: 'observation', ref: '120' }] }),
    ],
    events: [{ id: 1, at: 1_793_606_430_000_000, until: null, target: null, kind: 'maintenance', text: 'Switch 2 replaced' }],
  },
  intermittent: { seed: 13, failEvery: 10 },
  'slow-clone': { seed: 14, slowClone: 10 },
} as const satisfies { readonly [name: string]: Plant };

/** Two campaigns of six runs on a shared machine: after is a fifth faster and steadier. */
export const BEFORE: Plant = { seed: 21, campaign: 'before', runs: 6, spread: 0.05 };
export const AFTER: Plant = {
  seed: 22,
  campaign: 'after',
  runs: 6,
  runsBefore: 6,
  level: 0.8,
  spread: 0.015,
  startAt: 1_793_700_000_000_000,
};
/** The same as before, measured later: nothing changed. */
export const CONTROL: Plant = { ...BEFORE, seed: 23, campaign: 'control', runsBefore: 6, startAt: 1_793_700_000_000_000 };
