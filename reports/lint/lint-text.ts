import type { PlacedClaim } from '../markdown/write.ts';
import { placesIn } from '../verify/place.ts';
import { standInMarkdown } from '../verify/stand-in-markdown.ts';
import type { LintContext, LintRule } from './lint-problem.ts';
import { readText } from './read-text.ts';
import { acronyms } from './rules/acronyms.ts';
import { counts } from './rules/counts.ts';
import { figures } from './rules/figures.ts';
import { headings } from './rules/headings.ts';
import { references } from './rules/references.ts';
import { typedNumbers } from './rules/typed-numbers.ts';
import { verdictWords } from './rules/verdict-words.ts';

const RULES = {
  counts,
  references,
  headings,
  acronyms,
  figures,
  'typed-numbers': typedNumbers,
  'verdict-words': verdictWords,
} as const satisfies Readonly<Record<string, LintRule>>;

export interface LintProblem {
  readonly rule: keyof typeof RULES;
  /** file:line:column. */
  readonly place: string;
  readonly message: string;
}

export interface LintedText {
  readonly file: string;
  readonly markdown: string;
  /** The numbers that are listed beside it; none where nothing is. */
  readonly claims: readonly PlacedClaim[];
  /** Line of the file where the markdown begins, and column of each of its lines; from one. */
  readonly from?: { readonly line: number; readonly column: number };
}

/** What is wrong with a text, in reading order. Pure: rules are heuristics that would rather say nothing than something wrong. */
export function lintText({ file, markdown, claims, from }: LintedText, context: Omit<LintContext, 'claims'>): readonly LintProblem[] {
  const text = readText(markdown);
  const placeOf = placesIn(text.source);
  const starts = [0, ...[...text.source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const placed = standInMarkdown(text.source, claims).flatMap((standing, index) =>
    standing.stands === null
      ? []
      : [{ claim: claims[index] as PlacedClaim, standing, offset: (starts[standing.line - 1] ?? 0) + standing.column - 1 }],
  );
  const problems = Object.entries(RULES).flatMap(([rule, check]) =>
    check(text, { ...context, claims: placed }).map((problem) => ({ rule: rule as keyof typeof RULES, ...problem })),
  );
  return problems
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ rule, offset, message }) => {
      const { line, column } = placeOf(offset);
      return { rule, place: `${file}:${line + (from?.line ?? 1) - 1}:${column + (from?.column ?? 1) - 1}`, message };
    });
}
