import { fluctuation } from '../../src/analysis/fluctuation.ts';
import type { Fluctuation } from '../../src/analysis/types.ts';
import { canonical } from '../../src/core/canonical.ts';
import type { RunFacts, SampleRow } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

/** Times of one phase of one probe, with one instrument. */
export interface ProbeLatency {
  readonly probe: string;
  readonly probeKind: string;
  readonly phase: string;
  readonly fluctuation: Fluctuation;
  readonly selection: Selection;
}

const METRIC = 'probe_duration_seconds';
const PHASES = ['total', 'dns', 'connect', 'tls', 'wait', 'transfer'];

/** By probe, then phase, the total first. Looks that failed have no time and are not in it. */
export function probeLatencies(facts: RunFacts): readonly ProbeLatency[] {
  const retries = new Set(facts.observations.filter(({ attempt }) => attempt > 0).map(({ id }) => id));
  const groups = new Map<string, SampleRow[]>();
  for (const sample of facts.samples) {
    const { metric, tags, comparable, target, outcome, obs } = sample;
    if (metric !== METRIC || retries.has(obs) || (outcome !== 'ok' && outcome !== 'slow')) continue;
    const phase = tags['phase'] ?? '';
    const key = JSON.stringify([target, tags['probe'], PHASES.indexOf(phase), canonical(tags), comparable]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  const runs = facts.runs.map(({ uid }) => uid);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, samples]): readonly ProbeLatency[] => {
      const [first] = samples;
      const spread = fluctuation(samples.toSorted((a, b) => a.at - b.at || a.obs - b.obs).map(({ value }) => value));
      if (first === undefined || spread === undefined) return [];
      const { tags, comparable, target } = first;
      return [
        {
          probe: tags['probe'] ?? '',
          probeKind: tags['probe_kind'] ?? '',
          phase: tags['phase'] ?? '',
          fluctuation: spread,
          selection: { rows: 'samples', runs, metric: METRIC, tags, comparable, target },
        },
      ];
    });
}
