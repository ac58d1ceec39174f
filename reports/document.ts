/**
 * A figure in the text that can be checked: what it is, and how to compute it again from the store.
 * Every digit of a measured quantity in a report comes from one of these.
 */
export interface Claim {
  readonly claim: true;
  /** In the unit of `recipe`, unrounded. */
  readonly value: number;
  /** As printed, with unit: `1.23 s`, `4.1 %`, `21`. */
  readonly text: string;
  readonly recipe: Recipe;
}

/** How to compute it: a statistic over a selection of the store's rows. Pure data, so that an independent program can redo it. */
export interface Recipe {
  /** median, q1, q3, min, max, mean, robust_cv, count, share, ratio, duration_min, duration_max, … */
  readonly statistic: string;
  readonly of: Selection;
  /** The other side, for ratios. */
  readonly against?: Selection;
  /** Bound of an interval: which, at which level, by which method. */
  readonly bound?: { readonly side: 'low' | 'high'; readonly level: number; readonly method: string };
}

export interface Selection {
  readonly rows: 'samples' | 'observations' | 'runs' | 'executions' | 'instances' | 'resources' | 'findings';
  readonly runs: readonly string[];
  readonly metric?: string;
  readonly tags?: { readonly [tag: string]: string };
  readonly subject?: { readonly kind: string; readonly key: string };
  readonly instance?: number;
  readonly outcomes?: readonly string[];
  readonly code?: string;
  /** Observation ids, where the selection is a list. */
  readonly observations?: readonly number[];
  /** Rank in start order, 1-based, inclusive: `--jobs 1-48`. */
  readonly jobs?: { readonly from: number; readonly to: number };
  readonly state?: string;
}

export type Inline =
  | string
  | Claim
  | { readonly code: string }
  | { readonly strong: readonly Inline[] }
  | { readonly link: string; readonly text: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly id: string }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'note'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly id: string;
      readonly caption: string;
      readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | {
      readonly kind: 'figure';
      readonly id: string;
      readonly caption: string;
      /** What the figure shows, in words. */
      readonly alt: string;
      /** A vega-lite spec whose data is `rows`. */
      readonly spec: object;
      readonly rows: readonly { readonly [column: string]: string | number | boolean | null }[];
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** What a report says, before it is markdown or HTML. */
export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
}
