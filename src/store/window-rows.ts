import type { Outcome } from '../core/outcome.ts';
import type { GapRow } from './rows.ts';

/** A stretch of time, µs since 1970: `from` inclusive, `to` exclusive. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A probe that was looked at outside runs. */
export interface WindowSubjectRow {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly target: string;
  /** The vantage point's name. */
  readonly observer: string;
  /** Of its looks that are kept: those that were fine expire before the others. */
  readonly firstOkAt: number | null;
}

/** First tries at one subject outside runs, by (at, observation): one entry a look in each array. */
export interface WindowLooks {
  readonly at: Float64Array;
  /** Index into OUTCOMES. */
  readonly outcome: Uint8Array;
  /** Observation ids. */
  readonly obs: Float64Array;
  /** Bits of MARKS. */
  readonly marks: Uint8Array;
  /** Of those that failed, by index; null where none was given. */
  readonly codes: ReadonlyMap<number, string | null>;
}

/** A series that looks at a probe outside runs gave. */
export interface WindowSeriesRow {
  readonly id: number;
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  readonly comparable: string;
  readonly target: string;
  readonly observer: string;
}

/** Values of one series from first tries outside runs that were ok or slow, in time order. */
export interface WindowValues {
  readonly at: Float64Array;
  readonly values: Float64Array;
}

/** What touches a window of the plan and of what became of it. */
export interface WindowPlan {
  readonly gaps: readonly (GapRow & { readonly observer: string })[];
  /** Slots of cron entries that were due in the window, counted. */
  readonly slots: readonly { readonly schedule: string; readonly state: string; readonly n: number }[];
  /** Lives of `evenkeel up`. `endedAt` null: it lives, or died without a word. */
  readonly sessions: readonly {
    readonly uid: string;
    readonly observer: string;
    readonly version: string;
    readonly startedAt: number;
    readonly endedAt: number | null;
    readonly endReason: string | null;
  }[];
}

/** Looks or values that a number is computed over, within a window; first tries outside runs. Absent: any. */
export interface WindowFilter extends Window {
  readonly target?: string;
  readonly observer?: string;
  readonly subject?: { readonly kind: string; readonly key: string };
  readonly outcomes?: readonly string[];
  /** The outcome's name where a failure has no code. */
  readonly code?: string;
  readonly marks?: number;
  readonly metric?: string;
  /** Tags that a sample must carry; it may carry more. */
  readonly tags?: { readonly [tag: string]: string };
  readonly comparable?: string;
}

/** A number over what a filter selects; `rank` is 1-based, quantiles are of type 7. */
export type WindowFigure =
  | { readonly kind: 'looks' | 'values' | 'mean' }
  | { readonly kind: 'rank'; readonly rank: number }
  | { readonly kind: 'quantile'; readonly p: number };

/** A look that failed or says nothing, or one beside such a look. */
export interface NearLook {
  readonly id: number;
  readonly at: number;
  readonly outcome: Outcome;
  readonly code: string | null;
}
