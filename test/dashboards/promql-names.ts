import { parser } from '@prometheus-io/lezer-promql';

interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

export interface PromqlFacts {
  /** Text around each place the grammar cannot read. */
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** Labels of by (…) and on (…). */
  readonly grouping: readonly string[];
}

/** What a PromQL expression names, by Prometheus's own grammar. */
export function promqlNames(expr: string): PromqlFacts {
  const errors: string[] = [];
  const grouping: string[] = [];
  const selectors: { metric: string; labels: string[] }[] = [];
  let inGrouping = false;
  parser.parse(expr).iterate({
    enter: (node) => {
      const text = expr.slice(node.from, node.to);
      if (node.type.isError) errors.push(`at ${node.from}: ${expr.slice(Math.max(0, node.from - 15), node.to + 15)}`);
      if (node.name === 'GroupingLabels') inGrouping = true;
      if (node.name === 'VectorSelector') selectors.push({ metric: '', labels: [] });
      const current = selectors.at(-1);
      if (node.name === 'Identifier' && current !== undefined && current.metric === '') current.metric = text;
      if (node.name === 'LabelName') {
        if (inGrouping) grouping.push(text);
        else current?.labels.push(text);
      }
    },
    leave: (node) => {
      if (node.name === 'GroupingLabels') inGrouping = false;
    },
  });
  return { errors, selectors, grouping };
}
