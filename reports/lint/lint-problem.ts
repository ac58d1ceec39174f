import type { Standing } from '../verify/place.ts';
import type { PlacedClaim } from '../markdown/write.ts';
import type { LintText } from './read-text.ts';

/** Something to mend; `offset`: where in the source. */
export interface RuleProblem {
  readonly offset: number;
  readonly message: string;
}

export interface LintContext {
  /** Acronyms and what else a glossary explains; null where there is none. */
  readonly glossary: ReadonlySet<string> | null;
  /** What may be referred to beside the anchors of the text itself. */
  readonly ids: ReadonlySet<string>;
  /** A part of a deliverable: what it becomes is numbered later. */
  readonly isPartial: boolean;
  /** The numbers of the store in this text, and where they stand now. */
  readonly claims: readonly { readonly claim: PlacedClaim; readonly standing: Standing; readonly offset: number }[];
}

/** Pure: a text and what is known about it → what is wrong. */
export type LintRule = (text: LintText, context: LintContext) => readonly RuleProblem[];
