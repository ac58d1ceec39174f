import type { Estimate } from './types.ts';

/** Where a series moved, confirmed by rank (docs/judging.md). Indices are 0-based into the series, missing rows counted. */
export interface ChangePoint {
  /** First point of the new regime. */
  readonly index: number;
  /** µs since 1970; null where the series has no times. */
  readonly at: number | null;
  /** Plausible places, inclusive. */
  readonly interval: { readonly low: number; readonly high: number };
  /** `ratio`: after ÷ before of logs; `absolute`: after − before, where values are not all positive or it was asked for. */
  readonly effect: 'ratio' | 'absolute';
  /** Hodges–Lehmann, with its 95 % interval. */
  readonly size: Estimate;
  /**
   * Of a ramp: how far the two lines leave the one at most, which is what the floor is held against; a share for ratios. A bend may
   * leave the medians of its sides alike. null for a step.
   */
  readonly departure: number | null;
  /** Of the confirmation test, the choice of the place paid for. */
  readonly p: number;
  /** ramp: beside it a slope explains the values better than a level does; confirmed by a test of lines, a step by ranks. */
  readonly kind: 'step' | 'ramp';
  /** Share of the penalty path on which it survives, 0…1. */
  readonly strength: number;
  /** Values present on each side, up to the neighbouring changes. */
  readonly before: number;
  readonly after: number;
}

/** The stretch between two change points, `to` exclusive. */
export interface Regime {
  readonly from: number;
  readonly to: number;
  /** Values present. */
  readonly n: number;
  readonly median: number;
  /** 1.4826 · MAD / |median|. */
  readonly robustCv: number;
  /** Per row, on the scale of the effect (logs: relative change a row); null where a level explains it as well. */
  readonly slope: number | null;
}

export interface ChangePointOptions {
  /** .001; .01 to explore. */
  readonly alpha?: number;
  /** Smallest change that is reported, as a share (of ratios only): .03; never below half the robust spread of the quieter side. 0 turns both off. */
  readonly floor?: number;
  /** auto: ratio where all values are positive, else absolute. */
  readonly effect?: 'auto' | 'ratio' | 'absolute';
  /** Whose wall clock hours of the day are: IANA name, or offset as in +02:00; UTC unless given. */
  readonly timeZone?: string;
  /** For the permutations of short stretches. */
  readonly seed?: number;
}

export interface Regimes {
  readonly changePoints: readonly ChangePoint[];
  /** One more than change points; none for a series without values. */
  readonly regimes: readonly Regime[];
  readonly effect: 'ratio' | 'absolute';
  /** In a sentence each, for a report: what was done to the series beforehand, empty if nothing. */
  readonly prepared: readonly string[];
}
