import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { IN_RANGE } from './queries.ts';
import { PROMETHEUS, SQLITE } from './sources.ts';
import { sqlite } from './sqlite-query.ts';

/** A titled row of a dashboard. */
export interface Section {
  readonly title: string;
  readonly panels: readonly Builder<Panel>[];
}

export interface DashboardFacts {
  /** Stable: links and bookmarks hang on it. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Where the list of targets comes from: what is live, or what was ever stored. */
  readonly targetsFrom: 'prometheus' | 'sqlite' | 'none';
  /** Further variables. */
  readonly variables?: readonly QueryVariableBuilder[];
  readonly from: string;
  readonly refresh: string;
  readonly sections: readonly Section[];
}

const ALL = { text: ['All'], value: ['$__all'] };

/** The house's frame: sections as rows, ids in reading order, links to its siblings, dated interventions as marks. */
export function dashboard(facts: DashboardFacts): Dashboard {
  const builder = new DashboardBuilder(facts.title)
    .uid(facts.uid)
    .description(facts.description)
    .tags(['evenkeel'])
    .timezone('utc')
    .time({ from: facts.from, to: 'now' })
    .refresh(facts.refresh)
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .link(
      new DashboardLinkBuilder('Evenkeel')
        .type(DashboardLinkType.Dashboards)
        .tags(['evenkeel'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    )
    .annotation(events());
  if (facts.targetsFrom !== 'none') builder.withVariable(targetVariable(facts.targetsFrom));
  for (const variable of facts.variables ?? []) builder.withVariable(variable);
  for (const { title, panels } of facts.sections) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  const built = builder.build();
  built.panels?.forEach((panel, index) => {
    panel.id = index + 1;
  });
  return built;
}

/** A choice of several, filled by SQL over the store; all by default. */
export function storeVariable(name: string, label: string, sql: string): QueryVariableBuilder {
  return choice(name, label).datasource(SQLITE).query(sql).definition(sql);
}

function targetVariable(from: 'prometheus' | 'sqlite'): QueryVariableBuilder {
  if (from === 'sqlite') return storeVariable('target', 'Target', 'select name from targets order by name');
  const query = 'label_values(evenkeel_observations_total, target)';
  return choice('target', 'Target')
    .datasource(PROMETHEUS)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .definition(query);
}

function choice(name: string, label: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name).label(label).multi(true).includeAll(true).current(ALL).refresh(VariableRefresh.OnTimeRangeChanged);
}

function events(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Events')
    .datasource(SQLITE)
    .enable(true)
    .iconColor('purple')
    .target(
      sqlite(
        `select time, time_end as timeEnd, text, kind as tags
from g_events
where ${IN_RANGE}
order by at_us`,
        { queryType: 'table', refId: 'Events', timeColumns: ['time', 'timeEnd'] },
      ),
    );
}
