import { describe, expect, it } from 'vitest';
import { RULE_GROUPS } from '../../dashboards/rules.ts';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { dashboards, fill, panelQueries, type PanelJson } from './panel-queries.ts';
import { promqlNames } from './promql-names.ts';

const ALL = dashboards();
const SCRAPE_LABELS = ['job', 'instance'];
const FILL = { fromMs: 1_764_000_000_000, toMs: 1_764_003_600_000, targets: ['local'], campaigns: ['none'] };

const labelsOf = new Map<string, readonly string[]>([['up', SCRAPE_LABELS]]);
for (const { name, type, labels } of exportedMetrics()) {
  const own = [...labels, ...SCRAPE_LABELS];
  if (type !== 'histogram') labelsOf.set(name, own);
  else for (const part of ['bucket', 'sum', 'count']) labelsOf.set(`${name}_${part}`, part === 'bucket' ? [...own, 'le'] : own);
}

/** What is wrong with an expression: unreadable, a metric that is not exported, a label that the metric has not. */
function faults(expr: string, known: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const { errors, selectors, grouping } = promqlNames(expr);
  const allLabels = new Set(selectors.flatMap(({ metric }) => known.get(metric) ?? []));
  return [
    ...errors.map((error) => `cannot be read ${error}`),
    ...selectors.flatMap(({ metric, labels }) => {
      const has = known.get(metric);
      if (has === undefined) return [`${metric} is not exported`];
      return labels.filter((label) => !has.includes(label)).map((label) => `${metric} has no label ${label}`);
    }),
    ...grouping.filter((label) => !allLabels.has(label)).map((label) => `no metric here has label ${label}`),
  ];
}

const overlap = (a: PanelJson['gridPos'], b: PanelJson['gridPos']): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** What a panel lacks by the house's rules. */
function lacks({ title, description, fieldConfig, datasource, targets = [] }: PanelJson): readonly string[] {
  const rules: readonly [string, boolean][] = [
    ['a title', (title ?? '') !== ''],
    ['a description', (description ?? '').length > 5],
    ['a unit', (fieldConfig?.defaults.unit ?? '') !== ''],
    ['one of the two data sources', ['evenkeel-prometheus', 'evenkeel-sqlite'].includes(datasource?.uid ?? '')],
    ['a query', targets.length > 0],
    ['queries of its own data source', targets.every((target) => target.datasource.uid === datasource?.uid)],
    ['distinct refIds', new Set(targets.map(({ refId }) => refId)).size === targets.length],
  ];
  return rules.filter(([, holds]) => !holds).map(([what]) => `${title} lacks ${what}`);
}

const longNamed = (end: string) => ({ name: `${'x'.repeat(60)}${end}`, probes: {}, jobs: { cpu: {} } });

describe('dashboards', () => {
  it('have a title and a description', () => {
    expect(ALL.filter(({ title, description }) => !/^Evenkeel: ./.test(title) || description.length < 20)).toEqual([]);
  });

  it('keep the uids that links and bookmarks hang on', () => {
    expect(ALL.map(({ uid }) => uid)).toEqual([
      'evenkeel-overview',
      'evenkeel-probes',
      'evenkeel-runs',
      'evenkeel-provisioning',
      'evenkeel-observer',
      'evenkeel-target-local',
    ]);
  });

  it('shorten the uid of a target with a long name to what Grafana takes, and keep two such apart', () => {
    const uids = dashboards([longNamed('a'), longNamed('b')]).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(7);
    expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
  });

  describe.each(ALL.map((dashboard) => [dashboard.uid, dashboard] as const))('%s', (_, { panels }) => {
    const drawn = panels.filter(({ type }) => type !== 'row');

    it('gives every panel title, description, unit, data source and queries', () => {
      expect(drawn.length).toBeGreaterThan(0);
      expect(drawn.flatMap(lacks)).toEqual([]);
    });

    it('numbers its panels and titles them apart', () => {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    });

    it('lays its panels out without overlap within 24 columns', () => {
      expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24).map(({ title }) => title)).toEqual([]);
      const pairs = panels.flatMap((panel, index) => panels.slice(index + 1).map((other) => [panel, other] as const));
      expect(pairs.filter(([a, b]) => overlap(a.gridPos, b.gridPos)).map(([a, b]) => `${a.title} and ${b.title}`)).toEqual([]);
    });
  });

  const live = panelQueries(ALL).filter(({ language }) => language === 'promql');

  it('ask Prometheus only in PromQL that can be read, for metrics and labels that are exported', () => {
    expect(live.length).toBeGreaterThan(20);
    expect(live.flatMap(({ where, text }) => faults(fill(text, FILL), labelsOf).map((fault) => `${where}: ${fault}`))).toEqual([]);
  });

  it('use no variable that Grafana would leave as it stands', () => {
    const left = panelQueries(ALL).filter(({ text }) => /\$(?!\.)/.test(fill(text, FILL)));
    expect(left.map(({ where }) => where)).toEqual([]);
  });

  it.each([
    ['sum by (target) (', 'cannot be read'],
    ['evenkeel_no_such_total', 'is not exported'],
    ['evenkeel_probe_up{zone="a"}', 'has no label zone'],
    ['sum by (zone) (evenkeel_probe_up)', 'label zone'],
  ])('the lint itself finds what is wrong with %s', (expr, fault) => {
    expect(faults(expr, labelsOf).join()).toContain(fault);
  });
});

describe('rules', () => {
  const rules = RULE_GROUPS.flatMap((group) => group.rules);
  const known = new Map(labelsOf);
  for (const { record } of rules) if (record !== undefined) known.set(record, ['target', 'subject_kind', 'subject', 'probe']);

  it('use only metrics and labels that are exported, or recorded by these rules', () => {
    expect(rules.flatMap(({ expr, record, alert }) => faults(expr, known).map((fault) => `${record ?? alert}: ${fault}`))).toEqual([]);
  });

  it('give every alert a severity, a summary and a description', () => {
    const bare = rules.filter(
      ({ alert, labels, annotations }) =>
        alert !== undefined &&
        (!['warning', 'critical'].includes(labels?.['severity'] ?? '') ||
          (annotations?.summary ?? '').length < 10 ||
          (annotations?.description ?? '').length < 10),
    );
    expect(bare).toEqual([]);
  });
});
