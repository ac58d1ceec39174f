/**
 * A number in the text that can be checked: what it is, and how to compute it again from the store.
 * Every numeral of a measured, planned or configured quantity in a report comes from one of these.
 */
export interface Claim {
  readonly claim: true;
  /** In the metric's base unit, unrounded. */
  readonly value: number;
  /** As printed, with unit: `1.23 s`, `4.1 %`, `21`; the words of a verdict. */
  readonly text: string;
  readonly recipe: Recipe;
}

/**
 * What is computed over a selection. `constant` is a number that nobody measured (a limit, a level, a default): it carries its own value.
 * `planned`: what the stored plan says; `missed`: that less what was observed. `span_seconds`: last instant minus first;
 * `sum_seconds`: total length of ranges. `instances`: those that gave the samples; `days`: UTC days on which they began.
 * `cost`: money for the median of the samples in seconds, at `perHour` of the parameters; `jobs_per_money`: its inverse. With `openAfter` and `closeAfter` in the parameters, `count` and `share` leave out the looks that
 * lie within outages of `against`; with them `availability` is the share of the observed time outside outages. `objective`: the figure that an objective is judged by; parameter `part` names value, n, or the number in its reason.
 * `change`: of a series' change `number` (from one) the `part`: index, low and high of its plausible places, size, p; `downtime`: seconds of its outage `number`, the least
 * or the most as the bound says; of a window: of all outages in it; with `incident` in the parameters: of that one, as the journal has it. `verdict`: the number that stands for what the verdict says (verdict-claim.ts); parameter `about` names level, spread or
 * steady (robust CV held against `limit`). `alpha`, `floor`, `effect` and `seed` among their parameters are those of the analysis, where they are not the defaults.
 * `observed_seconds`: of a window, the time that looks cover; `time_between`: its observed up time for each outage that began; `took_seconds`: of one observation; `judged`: what stands at `path` in the result of the stored `judgement`.
 */
export type Statistic =
  | 'constant'
  | 'planned'
  | 'missed'
  | 'count'
  | 'share'
  | 'value'
  | 'median'
  | 'q1'
  | 'q3'
  | 'min'
  | 'max'
  | 'p95'
  | 'p99'
  | 'robust_cv'
  | 'units'
  | 'instances'
  | 'days'
  | 'cost'
  | 'jobs_per_money'
  | 'within_cv'
  | 'between_cv'
  | 'icc'
  | 'outlier_ratio'
  | 'level_ratio'
  | 'spread_ratio'
  | 'level_p'
  | 'spread_p'
  | 'objective'
  | 'availability'
  | 'span_seconds'
  | 'sum_seconds'
  | 'ticks'
  | 'verdict'
  | 'change'
  | 'downtime'
  | 'observed_seconds'
  | 'took_seconds'
  | 'time_between'
  | 'judged';

/** How to compute it: a statistic over a selection of the store's rows. Pure data, so that an independent program can redo it. */
export interface Recipe {
  readonly statistic: Statistic;
  readonly of: Selection;
  /** The other side: before, for ratios of after ÷ before; all looks, for a share by code; the peers, for an outlier. */
  readonly against?: Selection;
  /** Bound of an interval: which side, at which level. */
  readonly bound?: { readonly side: 'low' | 'high'; readonly level: number };
  /** Settings that change the figure: `openAfter`, `margin`, `value` and `from` of a constant. */
  readonly parameters?: { readonly [name: string]: number | string };
}

/**
 * Rows of the store, or of files (`series`; `runs` is empty then). First tries only (attempt 0) unless `observations` lists them; samples only of acts that ended ok or slow.
 * For `units` and what builds on them: the unit is the run where instances share a host, else the host, else the instance.
 */
export interface Selection {
  readonly rows:
    | 'samples'
    | 'observations'
    | 'runs'
    | 'executions'
    | 'instances'
    | 'resources'
    | 'findings'
    | 'gaps'
    | 'events'
    | 'series'
    | 'slots'
    | 'judgements'
    | 'incidents';
  readonly runs: readonly string[];
  readonly metric?: string;
  /** Tags that a sample must carry; it may carry more. */
  readonly tags?: { readonly [tag: string]: string };
  /** Of the instances: flavour, and what their CPU calls itself. */
  readonly flavour?: string;
  readonly cpuModel?: string;
  /** Text of the comparable instrument. */
  readonly comparable?: string;
  readonly target?: string;
  readonly subject?: { readonly kind: string; readonly key: string };
  /** Row id. */
  readonly instance?: number;
  readonly outcomes?: readonly string[];
  readonly code?: string;
  /** Retries too: timings of phases that succeeded at a later attempt. */
  readonly everyAttempt?: true;
  /** Observation ids, where the selection is a list. */
  readonly observations?: readonly number[];
  /** Observations that carry any of these bits of MARKS. */
  readonly marks?: number;
  /** Rank in start order, 1-based, inclusive: `--jobs 1-48`. */
  readonly jobs?: { readonly from: number; readonly to: number };
  /** Of executions: scenario, and engine as `name version`. */
  readonly scenario?: string;
  readonly engine?: string;
  /** State of runs, executions or resources; status of findings. */
  readonly state?: string;
  /** Kind of resources, impact of findings, CPU model of instances. */
  readonly kind?: string;
  /** Of series in files: the file, and the series' key within it. `state`: rows, missing, failed, changes, anomalies, outages; without a series: series, moved. */
  readonly file?: string;
  readonly series?: string;
  /** Of the watch: looks outside runs from `from` to before `to`, µs since 1970; gaps and judgements that touch it. `runs` is empty then. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Name of the vantage point. */
  readonly observer?: string;
  /** Rows of a series, 0-based, `to` exclusive. */
  readonly stretch?: { readonly from: number; readonly to: number };
}

/**
 * Plain strings are the report's own words and hold no numeral. `code`: names, ids, versions, dates of others; `quote`: somebody else's sentence.
 * `time`: µs since 1970, printed as ISO 8601 in UTC, or as `text` where it stands in another zone. `link` goes to an `anchor` of the same document.
 * `authored`: words of a deliverable's author, and numbers of its sections, figures and tables: they may hold numerals and are printed
 * without quotes. `reference` goes to an anchor in words; `href` to an https, http or mailto address.
 */
export type Inline =
  | string
  | Claim
  | { readonly code: string }
  | { readonly quote: string }
  | { readonly time: number; readonly text?: string }
  | { readonly strong: readonly Inline[] }
  | { readonly link: string; readonly text: string }
  | { readonly anchor: string; readonly code: string }
  | { readonly authored: string }
  | { readonly emphasis: readonly Inline[] }
  | { readonly reference: string; readonly content: readonly Inline[] }
  | { readonly href: string; readonly content: readonly Inline[] };

export type FigureRow = { readonly [column: string]: string | number | boolean | null };

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly content: readonly Inline[];
}

export interface TableBlock {
  readonly kind: 'table';
  readonly id: string;
  readonly caption: readonly Inline[];
  /** `authored`: the title is a deliverable's author's and may hold numerals. */
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right'; readonly authored?: true }[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

export interface FigureBlock {
  readonly kind: 'figure';
  /** File name without extension: a–z, 0–9 and hyphens. */
  readonly id: string;
  readonly caption: readonly Inline[];
  /** What the figure shows, in words. */
  readonly alt: string;
  /** A vega-lite spec without data. */
  readonly spec: object;
  /** Its data; also the CSV beside it. */
  readonly rows: readonly FigureRow[];
  /** The same graph as mermaid text, which markdown shows instead of the picture. */
  readonly mermaid?: string;
}

/** What only a deliverable has. Blocks within blocks are paragraphs, code, quotes and items. */
export type AuthoredBlock =
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'items'; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'rule' }
  | { readonly kind: 'title-page'; readonly fields: readonly { readonly name: string; readonly content: readonly Inline[] }[] }
  /** Contents, or a list of figures or tables: links, `depth` from 0. `label` says what it lists. */
  | {
      readonly kind: 'index';
      readonly label: string;
      readonly entries: readonly { readonly depth: number; readonly content: readonly Inline[] }[];
    };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5; readonly text: string; readonly id: string }
  | ParagraphBlock
  | { readonly kind: 'note'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | TableBlock
  | FigureBlock
  | AuthoredBlock
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** What a report says, before it is markdown or HTML. */
export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
}
