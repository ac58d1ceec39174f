import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  type DataSourceRef,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  MappingType,
  type Panel,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { PROMETHEUS, SQLITE } from './sources.ts';
import { sqlite } from './sqlite-query.ts';

export interface PanelText {
  readonly title: string;
  /** What is shown and how to read it: Grafana's little "i". */
  readonly description: string;
  /** A unit id of Grafana: `s`, `percentunit`, `short`, `none` … */
  readonly unit: string;
  /** Of 24 columns. */
  readonly width: number;
  /** In grid rows of 30 px. */
  readonly height?: number;
}

/** Green from −∞, then each step's colour from its value on. */
export type Steps = readonly { readonly from: number; readonly colour: 'green' | 'yellow' | 'orange' | 'red' }[];

interface HouseBuilder extends Builder<Panel> {
  title(title: string): this;
  description(description: string): this;
  unit(unit: string): this;
  datasource(datasource: DataSourceRef): this;
  span(width: number): this;
  height(height: number): this;
  thresholds(thresholds: Builder<import('@grafana/grafana-foundation-sdk/dashboard').ThresholdsConfig>): this;
}

function house<B extends HouseBuilder>(builder: B, text: PanelText, datasource: DataSourceRef, steps: Steps = []): B {
  const all: Threshold[] = [{ value: null, color: 'green' }, ...steps.map(({ from, colour }) => ({ value: from, color: colour }))];
  return builder
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(text.width)
    .height(text.height ?? 8)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(all));
}

/** PromQL over the panel's range, or at its end. */
function promql(expr: string, legend: string, refId: string, instant: boolean): Builder<Dataquery> {
  const query = new DataqueryBuilder().datasource(PROMETHEUS).refId(refId).expr(expr).legendFormat(legend);
  return instant ? query.instant() : query.range();
}

export type Live = readonly { readonly expr: string; readonly legend: string }[];

const letter = (index: number): string => String.fromCharCode(65 + index);

function curve(text: PanelText, datasource: DataSourceRef, steps: Steps): TimeseriesBuilder {
  return (
    house(new TimeseriesBuilder(), text, datasource, steps)
      .lineWidth(1)
      .min(0)
      .fillOpacity(4)
      // oxlint-disable-next-line unicorn/no-array-sort -- a setter of the SDK
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
      .legend(
        new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true).calcs([]),
      )
      .thresholdsStyle(
        new GraphThresholdsStyleConfigBuilder().mode(steps.length === 0 ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed),
      )
  );
}

/** Lines over time from Prometheus. A gap in the data stays a gap: no data is neither good nor bad. */
export function liveCurve(text: PanelText, queries: Live, steps: Steps = []): Builder<Panel> {
  return curve(text, PROMETHEUS, steps)
    .interval('1m')
    .targets(queries.map(({ expr, legend }, index) => promql(expr, legend, letter(index), false)));
}

/** Points over time from the store: one act each, never joined by a line. SQL gives time, text columns (labels) and value. */
export function historyPoints(text: PanelText, sql: string, steps: Steps = []): Builder<Panel> {
  return curve(text, SQLITE, steps)
    .drawStyle(GraphDrawStyle.Points)
    .showPoints(VisibilityMode.Always)
    .pointSize(5)
    .displayName('${__field.labels.series}')
    .targets([sqlite(sql, { queryType: 'time series' })]);
}

/** One big number a series, from Prometheus, as of now. */
export function liveStat(text: PanelText, { expr, legend }: Live[number], steps: Steps = []): Builder<Panel> {
  return house(new StatBuilder(), { height: 4, ...text }, PROMETHEUS, steps)
    .colorMode(steps.length === 0 ? BigValueColorMode.None : BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .noValue('unknown')
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
    .targets([promql(expr, legend, 'A', true)]);
}

/** Up and down over time, one bar a series; where nothing is known, nothing is drawn. */
export function liveStates(text: PanelText, { expr, legend }: Live[number]): Builder<Panel> {
  return house(new StateTimelineBuilder(), text, PROMETHEUS)
    .mappings([{ type: MappingType.ValueToText, options: { '0': { text: 'failed', color: 'red' }, '1': { text: 'up', color: 'green' } } }])
    .showValue(VisibilityMode.Never)
    .mergeValues(true)
    .rowHeight(0.8)
    .targets([promql(expr, legend, 'A', false)]);
}

/** Rows of the store. `units`: column → unit id; `times`: columns of seconds since 1970. */
export function historyTable(
  text: PanelText,
  sql: string,
  columns: { readonly units?: Readonly<Record<string, string>>; readonly times?: readonly string[] } = {},
): Builder<Panel> {
  const builder = house(new TableBuilder(), text, SQLITE)
    .filterable(true)
    .targets([sqlite(sql, { queryType: 'table', timeColumns: columns.times ?? ['time'] })]);
  for (const [column, unit] of Object.entries(columns.units ?? {})) builder.overrideByName(column, [{ id: 'unit', value: unit }]);
  return builder;
}
