/** One series in the order of (time, row). A missing value is NaN and keeps its index. */
export interface TimedSeries {
  /** Start of each row, µs since 1970, ascending; null: rows have an order and no time. */
  readonly times: Float64Array | null;
  readonly values: Float64Array;
}
