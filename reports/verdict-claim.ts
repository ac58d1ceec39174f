import type { Claim, Recipe, Selection } from './document.ts';
import type { Comparison } from '../src/analysis/types.ts';

/** What may be said and no more, by the verdict: `improved` only after improvement, `is equivalent` only after equivalence. A verdict's value is its place here. */
const WORDS = {
  level: [
    'got worse',
    'improved',
    'changed',
    'changed, but by less than',
    'is equivalent',
    'is not decided',
    'is not decided, but no regression',
    'cannot be judged',
  ],
  spread: [
    'grew',
    'shrank',
    'changed',
    'changed, but by less than',
    'is equivalent',
    'is not decided',
    'is not decided, but no regression',
    'cannot be judged',
  ],
  steady: ['steady', 'unsteady', 'not decided'],
} as const;

const VERDICTS = [
  'regression',
  'improvement',
  'changed',
  'changed below margin',
  'equivalent',
  'inconclusive',
  'no regression',
  'too few units',
];

export type About = keyof typeof WORDS;

/** The number that stands for a verdict of a comparison; an undecided one that rules a regression out has its own. */
export function comparisonCode({ verdict, noRegression }: Pick<Comparison, 'verdict' | 'noRegression'>): number {
  return VERDICTS.indexOf(verdict === 'inconclusive' && noRegression ? 'no regression' : verdict);
}

/** The number that stands for a steadiness. */
export function steadyCode(word: (typeof WORDS)['steady'][number]): number {
  return WORDS.steady.indexOf(word);
}

/** What a verdict says; undefined for a number that stands for none. */
export function verdictWord(about: string, value: number): string | undefined {
  return Object.hasOwn(WORDS, about) ? WORDS[about as About][value] : undefined;
}

/** All that may be said about it, the longest first. */
export function verdictWordsOf(about: string): readonly string[] {
  return Object.hasOwn(WORDS, about) ? [...WORDS[about as About]].toSorted((a, b) => b.length - a.length) : [];
}

/** The words of a verdict as a claim: they can be judged again as a number can be computed again. */
export function verdictClaim(
  about: About,
  value: number,
  from: { readonly of: Selection; readonly against?: Selection; readonly parameters?: Recipe['parameters'] },
): Claim {
  const text = verdictWord(about, value);
  if (text === undefined) throw new TypeError(`No verdict on ${about} has the number ${value}`);
  return { claim: true, value, text, recipe: { ...from, statistic: 'verdict', parameters: { ...from.parameters, about } } };
}
