/** One measurement as a file holds it. */
export interface FileRow {
  /** 1-based line, or element where the format has none. */
  readonly line: number;
  readonly series: SeriesName;
  /** Start, µs since 1970; null: the file gives an order and no time. */
  readonly at: number | null;
  /** NaN: missing, or the act failed. Base unit where the format tells it, else as written. */
  readonly value: number;
  readonly outcome: 'ok' | 'failed';
  /** Of a failed act. */
  readonly code: string | null;
}

export interface SeriesName {
  /** Unique within a file and the same in every reading of it: metric and groups. */
  readonly key: string;
  readonly metric: string;
  /** As the format tells it; null where it does not. */
  readonly unit: string | null;
  /** Columns or labels that tell series of one metric apart, in a fixed order. */
  readonly groups: Readonly<Record<string, string>>;
}

/** What could not be read. The rest of the file is kept. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}
