import { buildDashboards } from '../../dashboards/build-dashboards.ts';
import type { OwnTarget } from '../../dashboards/own-target.ts';

/** What of a dashboard's JSON the tests read; as Grafana would, from the text. */
export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly TargetJson[];
}

interface TargetJson {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly expr?: string;
  readonly instant?: boolean;
  readonly queryText?: string;
  readonly rawQueryText?: string;
  readonly queryType?: string;
  readonly timeColumns?: readonly string[];
}

export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly PanelJson[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: unknown; readonly datasource: { readonly uid: string } }[];
  };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly target?: TargetJson }[] };
}

export interface PanelQuery {
  /** `dashboard › panel (refId)`: what a failing test names. */
  readonly where: string;
  readonly language: 'promql' | 'sql';
  readonly text: string;
  readonly target: TargetJson;
}

export const OWN_TARGETS: readonly OwnTarget[] = [
  {
    name: 'local',
    probes: {
      resolver: { name: 'resolver', kind: 'dns', slowMs: 100 },
      api: { name: 'api', kind: 'http', slowMs: null },
    },
    jobs: { cpu: {}, io: {} },
  },
];

export function dashboards(targets: readonly OwnTarget[] = OWN_TARGETS): readonly DashboardJson[] {
  return buildDashboards(targets).map(({ json }) => JSON.parse(json) as DashboardJson);
}

/** Every query that a dashboard sends: panels, variables over the store, annotations. */
export function panelQueries(all: readonly DashboardJson[]): readonly PanelQuery[] {
  return all.flatMap((dashboard) => [
    ...dashboard.panels.flatMap((panel) =>
      (panel.targets ?? []).map((target) => query(`${dashboard.uid} › ${panel.title} (${target.refId})`, target)),
    ),
    ...dashboard.annotations.list.flatMap(({ name, target }) =>
      target === undefined ? [] : [query(`${dashboard.uid} › annotation ${name}`, target)],
    ),
    ...(dashboard.templating.list ?? [])
      .filter(({ datasource }) => datasource.uid === 'evenkeel-sqlite')
      .map(({ name, query: text }) =>
        query(`${dashboard.uid} › variable ${name}`, {
          refId: 'variable',
          datasource: { type: 'frser-sqlite-datasource', uid: 'evenkeel-sqlite' },
          queryText: String(text),
        }),
      ),
  ]);
}

/** What Grafana puts in place of its variables: range in ms, every target and campaign chosen. */
export function fill(
  text: string,
  values: { readonly fromMs: number; readonly toMs: number; readonly targets: readonly string[]; readonly campaigns: readonly string[] },
): string {
  return text
    .replaceAll('${target:sqlstring}', sqlList(values.targets))
    .replaceAll('${campaign:sqlstring}', sqlList(values.campaigns))
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', `${Math.ceil((values.toMs - values.fromMs) / 1000)}s`)
    .replaceAll('$__from', String(values.fromMs))
    .replaceAll('$__to', String(values.toMs))
    .replaceAll('$target', `(${values.targets.join('|')})`);
}

function sqlList(names: readonly string[]): string {
  return names.map((name) => `'${name.replaceAll("'", "''")}'`).join(',');
}

function query(where: string, target: TargetJson): PanelQuery {
  return target.expr === undefined
    ? { where, language: 'sql', text: target.queryText ?? '', target }
    : { where, language: 'promql', text: target.expr, target };
}
