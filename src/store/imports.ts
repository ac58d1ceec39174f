import type { Instrument } from '../core/instrument.ts';

/** A content that is in the store: all of a file as it was, or its beginning where an import was cut off. */
export interface KnownContent {
  /** sha256 (hex) of the lines that had an end, and their length in bytes of UTF-8. */
  readonly contentSha: string;
  readonly bytes: number;
  /** All rows of it, and all that could not be read or stored, its tail included. */
  readonly rows: number;
  readonly badRows: number;
  /** sha256 and length of all, where a last line had no end. */
  readonly tailSha: string | null;
  readonly tailBytes: number | null;
  readonly tailRows: number;
  readonly tailBad: number;
  /** 1: a longer content that began with this one is in the store too. */
  readonly goneOn: 0 | 1;
}

/** What one import may go on from, or who has to end first. */
export type ImportClaim = { readonly known: readonly KnownContent[] } | { readonly heldBy: string };

export interface ImportedSeries {
  /** Key of the subject: what was observed again and again. */
  readonly subject: string;
  readonly metric: string;
  /** As the catalogue writes units; `none` where it is not told. */
  readonly unit: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ImportedRow {
  /** Place in `series`. */
  readonly series: number;
  /** µs since 1970; null: behind all that the series has, at 0, 1, 2, … */
  readonly at: number | null;
  readonly tookUs: number;
  /** null: missing, or the act failed. */
  readonly value: number | null;
  readonly outcome: 'ok' | 'failed';
  readonly code: string | null;
  readonly machine: string | null;
}

/** Some rows of a file and how far its content is in the store with them: one transaction. */
export interface ImportStep {
  readonly mappingSha: string;
  readonly target: string;
  readonly instrument: Instrument;
  /** Its content up to these rows. `rows` and `badRows` as they are once all of these are stored. */
  readonly content: Pick<KnownContent, 'contentSha' | 'bytes' | 'rows' | 'badRows'>;
  /** These are all of a last line without end; sha256 and length of all, and how much of the line could not be read. */
  readonly tail: { readonly sha: string; readonly bytes: number; readonly bad: number } | null;
  /** The known content that these follow, at the first step; `replacesTail`: what came from its tail gives way. */
  readonly after: { readonly contentSha: string; readonly replacesTail: boolean } | null;
  readonly series: readonly ImportedSeries[];
  readonly rows: readonly ImportedRow[];
  /** Faults that were injected while the file was recorded; one that is known already is not added again. */
  readonly events: readonly { readonly at: number; readonly until: number | null; readonly text: string }[];
}

export interface StepResult {
  /** By reason. They count among the bad rows, and no longer among the rows, of the content. */
  readonly refused: readonly { readonly metric: string; readonly reason: string; readonly rows: number }[];
}
