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
  /** The machine it was measured on, where the format tells it: the unit of evidence. */
  readonly instance: string | null;
  /** Of a failed act, where the format tells it: how long it took all the same, seconds. */
  readonly took?: number;
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

/** A fault that was injected on purpose while the file was recorded. Instants µs since 1970. */
export interface InjectedFault {
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** What was done, in the words of the file. */
  readonly action: string;
  /** The series that it belongs to carry these groups. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Some rows of a file, in its order, with what went wrong among them. */
export interface FileBatch {
  readonly rows: readonly FileRow[];
  readonly problems: readonly FileProblem[];
  readonly faults: readonly InjectedFault[];
}

export const FORMATS = [
  'csv',
  'tcpd',
  'nab',
  'azure-vm-noise',
  'perfkit',
  'rally',
  'fio',
  'sysbench',
  'stress-ng',
  'k6',
  'otava-csv',
] as const;

export type FileFormat = (typeof FORMATS)[number];

/** How to read a file; columns only matter where the format leaves a choice. */
export interface ReadOptions {
  /** Absent: by what the file holds. */
  readonly format?: FileFormat;
  /** Column of the instants. */
  readonly time?: string;
  /** Columns of the values, each a series of its own. */
  readonly values?: readonly string[];
  /** Columns, labels or tags that tell series apart. */
  readonly groups?: readonly string[];
}
