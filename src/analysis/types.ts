/** A figure with its interval. `low`/`high` are null where n is too small for one at this level. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** 0.95 unless said. */
  readonly level: number;
}

/** A figure that cannot be known with so few values. */
export interface TooFew {
  readonly tooFew: true;
  readonly n: number;
  /** The n at which it can be told. */
  readonly need: number;
}

/** What the spread of one set of values is (detection.md 5.6). Base unit of the metric. */
export interface Fluctuation {
  readonly n: number;
  /** NaN and null values left out. */
  readonly missing: number;
  readonly median: Estimate;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly q1: number;
  readonly q3: number;
  /** 1.4826 · MAD / median: the headline. */
  readonly robustCv: Estimate;
  readonly cv: number;
  readonly quartileCoefficient: number;
  readonly p95: Estimate | TooFew;
  readonly p99: Estimate | TooFew;
  /** Lag 1. */
  readonly autocorrelation: number;
  readonly effectiveN: number;
}

/** Within and between units (instances or runs), on logs where all values are positive. */
export interface VarianceComponents {
  readonly units: number;
  readonly n: number;
  readonly withinCv: number;
  readonly betweenCv: number;
  readonly icc: Estimate;
}

/** One unit of evidence: an independent host, or a run where instances share a host. */
export interface Unit {
  /** Names it in tables: `run 20261125t…` or `instance 3 of …`. */
  readonly key: string;
  /** Values of all its jobs, in start order. */
  readonly values: readonly number[];
}

/** `changed`: beyond the margin, of a metric that has no worse direction; the other words are defined in docs/judging.md. */
export type Verdict = 'regression' | 'changed' | 'changed below margin' | 'equivalent' | 'improvement' | 'inconclusive' | 'too few units';

/** After against before, one claim (level or spread), one rule: interval and p are inversions of one test. */
export interface Comparison {
  readonly claim: 'level' | 'spread';
  readonly verdict: Verdict;
  /** After ÷ before; for spread the ratio of robust CVs. */
  readonly ratio: Estimate;
  /** Two-sided p of the same exact test; null with too few units. */
  readonly p: number | null;
  /** Nothing worse than the margin: the one-sided 95 % bound on the bad side lies within it. Only then may "no regression" be said. */
  readonly noRegression: boolean;
  /** null where it was not asked for, or cannot be done. */
  readonly crossCheck: CrossCheck | null;
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  readonly margin: number;
  readonly alpha: number;
  /** Units a side that would decide, where it is not decided; null if unknown. */
  readonly need: number | null;
  readonly method: string;
}

/** The interval of the same ratio from the hierarchical bootstrap: it stands beside the exact one and decides nothing. */
export interface CrossCheck {
  readonly method: string;
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  /** That of the comparison, at most 0.99. */
  readonly level: number;
  /** What this interval alone would have led to. */
  readonly verdict: Verdict;
  /** Whether that puts the ratio on the same side of the margin. */
  readonly agrees: boolean;
}

/** One look at a subject, in time order. */
export interface Look {
  readonly at: number;
  readonly outcome: 'ok' | 'slow' | 'failed' | 'unknown';
  readonly code: string | null;
  /** Observation id. */
  readonly obs: number;
}

/** k failures in a row open it, m successes in a row close it (detection.md 5.8). Instants µs. */
export interface Outage {
  /** The most frequent code. */
  readonly code: string;
  /** Start lies in (lastOkAt, firstBadAt]; null = nothing seen before. */
  readonly lastOkAt: number | null;
  readonly firstBadAt: number;
  /** End lies in (lastBadAt, firstOkAt]; null = still open. */
  readonly lastBadAt: number;
  readonly firstOkAt: number | null;
  /** Seconds; max null while open or when nothing was seen before. */
  readonly downtime: { readonly min: number; readonly max: number | null };
  readonly looks: number;
  readonly observations: readonly number[];
}

/** Failures that are no outage: their share, by code. */
export interface FailureShare {
  readonly n: number;
  readonly failed: number;
  readonly unknown: number;
  /** Wilson interval. */
  readonly share: Estimate;
  readonly codes: readonly {
    readonly code: string;
    readonly n: number;
    readonly share: Estimate;
    readonly observations: readonly number[];
  }[];
}

/** One value that does not belong with its peers (same phase, same run or campaign). */
export interface Outlier {
  /** Row id. */
  readonly instance: number;
  /** What a report calls the instance: `instance 2 of 20261125t…`. */
  readonly name?: string;
  readonly phase: string;
  readonly obs: number;
  readonly value: number;
  readonly peersMedian: number;
  readonly ratio: number;
}

export interface ObjectiveResult {
  readonly id: string;
  readonly state: 'met' | 'not met' | 'undecided';
  readonly value: Estimate | null;
  readonly n: number;
  readonly limit: number;
  /** Why undecided, and the n that would decide where it can be told. */
  readonly reason: string | null;
}

/** What a run brought to light: a line of the table of issues. */
export interface FindingDraft {
  /** Rule and subject: one fault gives one finding. `outage:probe:resolver`. */
  readonly rule: string;
  /** Further names of the same fault: other subjects that it hit. */
  readonly also?: readonly string[];
  readonly target?: string;
  readonly title: string;
  readonly impact: 'Low' | 'Medium' | 'High' | 'Critical';
  readonly description: string;
  /** Observation ids that show it. */
  readonly observations: readonly number[];
  /** Observation ids of slow jobs that ran meanwhile. */
  readonly beside?: readonly number[];
}
