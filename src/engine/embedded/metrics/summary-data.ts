import { createHash } from 'node:crypto';
import type { RunOptions } from '../options.ts';
import type { CheckTree } from './check-tree.ts';
import type { MetricRegistry, Threshold } from './metric-registry.ts';
import type { Sink } from './sink.ts';

interface GroupSummary {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: readonly GroupSummary[];
  readonly checks: readonly {
    readonly name: string;
    readonly path: string;
    readonly id: string;
    readonly passes: number;
    readonly fails: number;
  }[];
}

/** The argument of handleSummary: metrics with samples (and those with thresholds), the tree of groups and checks, how long it took. */
export function summaryData(
  registry: MetricRegistry,
  checks: CheckTree,
  options: Pick<RunOptions, 'summaryTrendStats' | 'summaryTimeUnit'>,
  run: { readonly ms: number; readonly setupData: unknown },
): unknown {
  const metrics: { [name: string]: unknown } = {};
  const add = (key: string, type: string, contains: string, sink: Sink, thresholds: readonly Threshold[], always: boolean): void => {
    if (sink.isEmpty() && thresholds.length === 0 && !always) return;
    metrics[key] = {
      type,
      contains,
      values: sink.summary(options.summaryTrendStats, run.ms),
      ...(thresholds.length === 0
        ? {}
        : { thresholds: Object.fromEntries(thresholds.map(({ expression, ok }) => [expression.source, { ok }])) }),
    };
  };
  for (const metric of registry.all()) {
    const judged = metric.submetrics.some(({ thresholds }) => thresholds.length > 0);
    add(metric.name, metric.type, metric.contains, metric.sink, metric.thresholds, judged);
    const seen = !metric.sink.isEmpty();
    for (const { key, sink, thresholds } of metric.submetrics) add(key, metric.type, metric.contains, sink, thresholds, seen);
  }
  return {
    root_group: groupSummary(checks, '', ''),
    options: { summaryTrendStats: options.summaryTrendStats, summaryTimeUnit: options.summaryTimeUnit, noColor: true },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: run.ms },
    metrics,
    ...(run.setupData === undefined ? {} : { setup_data: run.setupData }),
  };
}

function groupSummary(tree: CheckTree, path: string, name: string): GroupSummary {
  return {
    name,
    path,
    id: md5(path),
    groups: tree.children(path).map((child) => groupSummary(tree, child, child.slice(child.lastIndexOf('::') + 2))),
    checks: tree
      .checks(path)
      .map(({ name: check, passes, fails }) => ({ name: check, path: `${path}::${check}`, id: md5(`${path}::${check}`), passes, fails })),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
