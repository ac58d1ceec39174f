import type { Instrument } from './instrument.ts';
import type { Outcome } from './outcome.ts';

export type SubjectKind = 'probe' | 'job' | 'phase' | 'api_call' | 'load' | 'import' | 'self';

/** What is observed again and again: the probe `resolver`, the jobs of kind `cpu`, the provider's operation `clone`. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Unique within kind and target, from the config or the collector; never a URL, id or error text. */
  readonly key: string;
}

/** The raw thing behind a figure: a tool's output, an answer. Already redacted. */
export interface Evidence {
  readonly media: 'text/plain' | 'application/json';
  readonly body: string;
}

export interface Sample {
  /** A name of the metric catalogue, or a registered foreign name. */
  readonly metric: string;
  readonly tags: { readonly [tag: string]: string };
  /** In the metric's base unit. */
  readonly value: number;
  /** µs since 1970; the observation's own `at` where absent. */
  readonly at?: number;
}

/** What a collector brings back from one act. A phase that did not happen has no sample. */
export interface Measurement {
  /** Start, wall clock, µs since 1970. */
  readonly at: number;
  /** Monotonic, µs. */
  readonly tookUs: number;
  readonly outcome: Outcome;
  /** Why, for every outcome but `ok`: the target's own code where it gave one. */
  readonly code?: string;
  readonly instrument: Instrument;
  readonly samples: readonly Sample[];
  readonly evidence?: Evidence;
  /** Bits of MARKS. */
  readonly marks?: number;
}

/** One act, placed: the record that crosses the write side, from whoever measured to the store. */
export interface Observation extends Measurement {
  readonly subject: Subject;
  readonly target: string;
  /** µs since 1970: when the plan wanted it. */
  readonly dueAt?: number;
  /** 0 = first try; retries stay out of shares. */
  readonly attempt?: number;
  /** Row ids of the store. */
  readonly run?: number;
  readonly instance?: number;
}

/** Where observations go. Never throws to the producer: a failing sink counts and logs. */
export type Sink = (observation: Observation) => void;
