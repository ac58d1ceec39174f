import { createColumn } from './column.ts';
import type { FileRow, SeriesName } from './file-row.ts';

/** One series of a file, in the order of (time, row). A missing value is NaN and keeps its place. */
export interface FileSeries {
  readonly name: SeriesName;
  /** Start of each row, µs since 1970, ascending; null: the file gives an order and no time. */
  readonly times: Float64Array | null;
  readonly values: Float64Array;
  /** Acts that failed, by place; `took` in seconds where the file tells it. */
  readonly failures: readonly FailedAct[];
  /** Machines: name of each, and which one each row was measured on; null where the file does not tell. */
  readonly instances: { readonly names: readonly string[]; readonly of: Float64Array } | null;
}

export interface FailedAct {
  readonly index: number;
  readonly code: string | null;
  readonly took: number | null;
}

export interface SeriesColumns {
  add(row: FileRow): void;
  finish(): FileSeries;
}

/** Collects the rows of one series in columns: 8 bytes a value, 16 with instants, 24 with machines beside. */
export function seriesColumns(name: SeriesName): SeriesColumns {
  const [values, times, machines] = [createColumn(), createColumn(), createColumn()];
  const names = new Map<string, number>();
  const failures: FailedAct[] = [];
  let timeless = false;
  let sorted = true;
  let latest = Number.NEGATIVE_INFINITY;
  return {
    add({ at, value, outcome, code, instance, took }) {
      if (outcome === 'failed') failures.push({ index: values.length, code, took: took ?? null });
      values.push(outcome === 'failed' || !Number.isFinite(value) ? Number.NaN : value);
      if (at === null) timeless = true;
      else {
        if (!timeless) times.push(at);
        if (at < latest) sorted = false;
        latest = at;
      }
      if (instance === null) return;
      const known = names.get(instance) ?? names.size;
      names.set(instance, known);
      machines.push(known);
    },
    finish() {
      const of = machines.length === values.length && names.size > 0 ? machines.finish() : null;
      const columns = {
        name,
        times: timeless ? null : times.finish(),
        values: values.finish(),
        failures,
        instances: of === null ? null : { names: [...names.keys()], of },
      };
      return sorted || columns.times === null ? columns : inOrder(columns, columns.times);
    },
  };
}

/** By time; rows of one instant stay in their order. */
function inOrder(series: FileSeries, times: Float64Array): FileSeries {
  const order = Uint32Array.from(times, (_, index) => index).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const rearrange = (column: Float64Array): Float64Array => Float64Array.from(order, (index) => column[index] as number);
  const places = new Uint32Array(series.failures.length === 0 ? 0 : order.length);
  if (places.length > 0) for (const [place, index] of order.entries()) places[index] = place;
  return {
    ...series,
    times: rearrange(times),
    values: rearrange(series.values),
    failures: series.failures
      .map((failure) => ({ ...failure, index: places[failure.index] as number }))
      .toSorted((a, b) => a.index - b.index),
    instances: series.instances === null ? null : { ...series.instances, of: rearrange(series.instances.of) },
  };
}
