import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { SQLITE } from './sources.ts';

/** A query of the SQLite data source; `queryText` is what runs, `rawQueryText` what its editor shows. */
export interface SqliteQuery extends Dataquery {
  readonly refId: string;
  readonly datasource: typeof SQLITE;
  readonly queryType: 'table' | 'time series';
  readonly queryText: string;
  readonly rawQueryText: string;
  /** Columns of seconds since 1970 that are shown as instants. */
  readonly timeColumns: readonly string[];
}

/** SQL over the store's snapshot as a query that panels take. Text columns of a time series become its labels. */
export function sqlite(
  sql: string,
  options: { queryType: SqliteQuery['queryType']; refId?: string; timeColumns?: readonly string[] },
): Builder<SqliteQuery> {
  const text = sql
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  return {
    build: () => ({
      refId: options.refId ?? 'A',
      datasource: SQLITE,
      queryType: options.queryType,
      queryText: text,
      rawQueryText: text,
      timeColumns: options.timeColumns ?? ['time'],
      _implementsDataqueryVariant: () => {},
    }),
  };
}
