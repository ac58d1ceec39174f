import type { Config, TargetConfig } from '../../../src/config/types.ts';

/** What measures, what is measured, and what lies between, as a graph from left to right. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

export interface TopologyNode {
  readonly id: string;
  readonly kind: 'observer' | 'probe' | 'provider' | 'instances' | 'target';
  readonly lines: readonly string[];
  /** From the left, from 0. */
  readonly column: number;
}

/** Observer, probes, providers with their instances, and targets, as the config has them; `targets`: which of them. */
export function topologyOf({ observer, targets }: Pick<Config, 'observer' | 'targets'>, names: ReadonlySet<string>): Topology {
  const shown = Object.values(targets).filter(({ name }) => names.has(name));
  const root: TopologyNode = {
    id: 'observer',
    kind: 'observer',
    lines: [observer.name, observer.place ?? 'vantage point'],
    column: 0,
  };
  const parts = shown.map((target, index) => ofTarget(target, `t${index + 1}`));
  return { nodes: [root, ...parts.flatMap(({ nodes }) => nodes)], edges: parts.flatMap(({ edges }) => edges) };
}

function ofTarget(target: TargetConfig, id: string): Topology {
  const { name, provider, instances, image, flavour, jobs, probes } = target;
  const nodes: TopologyNode[] = [{ id, kind: 'target', lines: [name, 'target'], column: 2 }];
  const edges: { from: string; to: string; label: string }[] = [];
  if (provider !== undefined) {
    nodes.push(
      { id: `${id}p`, kind: 'provider', lines: [provider.kind, 'provider'], column: 1 },
      { id: `${id}i`, kind: 'instances', lines: [`${instances} instances`, `${flavour}, ${image}`], column: 3 },
    );
    const kinds = Object.keys(jobs);
    edges.push({ from: 'observer', to: `${id}p`, label: 'rents' }, { from: `${id}p`, to: id, label: '' });
    edges.push({ from: id, to: `${id}i`, label: kinds.length === 0 ? '' : `${kinds.join(', ')} jobs` });
  }
  for (const [index, probe] of Object.values(probes).entries()) {
    const own = `${id}q${index + 1}`;
    nodes.push({ id: own, kind: 'probe', lines: [probe.name, `${probe.kind} every ${seconds(probe.everyMs)}`], column: 1 });
    edges.push({ from: 'observer', to: own, label: 'looks' }, { from: own, to: id, label: '' });
  }
  return { nodes, edges };
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
