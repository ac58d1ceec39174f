import type { LintRule, RuleProblem } from '../lint-problem.ts';
import { sectionNumbers, sentencesOf } from '../sections.ts';

interface Saying {
  readonly words: RegExp;
  readonly about: 'level' | 'spread';
  /** What the verdict must say for it. */
  readonly needs: string;
}

const SAYINGS: readonly Saying[] = [
  { words: /\b(?:improved|improves|improvement|faster|sped up)\b/i, about: 'level', needs: 'improved' },
  { words: /\b(?:got worse|worsened|degraded|slower|slowed down)\b/i, about: 'level', needs: 'got worse' },
  {
    words: /\b(?:steadier|more stable|more steady|(?:less|smaller|lower) (?:spread|fluctuation|variation))\b/i,
    about: 'spread',
    needs: 'shrank',
  },
  {
    words: /\b(?:less steady|less stable|(?:more|larger|higher|greater) (?:spread|fluctuation|variation))\b/i,
    about: 'spread',
    needs: 'grew',
  },
];
/** A question, a wish or a denial claims nothing. */
const CLAIMS_NOTHING = /\?|\b(?:not|no|nor|never|neither|without|whether|if|would|could|should|may|might|must|expect(?:ed|s)?|hop(?:ed|es)|aim(?:s|ed)?|goal|objective|want(?:ed|s)?|prove|question|means|threshold|than)\b/i; // prettier-ignore

/**
 * Words such as "improved" beside a verdict that says something else: in a section with verdicts on the same thing (or, where it has none, in a text with
 * some), none of which says so. A sentence that names a kind of job is held against its verdicts only.
 */
export const verdictWords: LintRule = ({ blocks }, { claims }) => {
  const verdicts = claims.filter(({ claim: { recipe } }) => recipe.statistic === 'verdict' && recipe.parameters?.['about'] !== 'steady');
  if (verdicts.length === 0) return [];
  const sections = sectionNumbers(blocks);
  const sectionAt = (offset: number): number => sections[blocks.findLastIndex((block) => block.offset <= offset)] ?? 0;
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'prose') return [];
    return sentencesOf(block).flatMap(({ text, offset }): readonly RuleProblem[] => {
      // Where the verdict itself stands in the sentence, its words are those of the store.
      const holds = verdicts.some((verdict) => verdict.offset >= offset && verdict.offset < offset + text.length);
      if (holds || CLAIMS_NOTHING.test(text)) return [];
      return SAYINGS.flatMap(({ words, about, needs }) => {
        const said = words.exec(text);
        if (said === null) return [];
        const all = verdicts.filter(
          ({ claim: { recipe } }) => recipe.parameters?.['about'] === about && isNamed(text, recipe.of.tags?.['job_kind'], verdicts),
        );
        const near = all.filter((verdict) => sectionAt(verdict.offset) === sections[index]);
        const scope = near.length > 0 ? near : all;
        const [first] = scope;
        if (first === undefined || scope.some(({ claim }) => claim.text === needs)) return [];
        const message = `"${said[0]}" is said here, but the verdict on the ${about} (${first.claim.id}, line ${first.standing.line}) says "${first.claim.text}": say what it says`;
        return [{ offset: offset + said.index, message }];
      });
    });
  });
};

/** Whether a sentence is about this kind of job: all are meant where it names none. */
function isNamed(sentence: string, kind: string | undefined, all: Parameters<LintRule>[1]['claims']): boolean {
  const has = (name: string): boolean =>
    new RegExp(String.raw`(?<![\p{L}\p{N}_])${name.replaceAll(/\W/g, '.')}(?![\p{L}\p{N}_])`, 'iu').test(sentence);
  const kinds = [...new Set(all.flatMap(({ claim }) => claim.recipe.of.tags?.['job_kind'] ?? []))];
  return !kinds.some(has) || (kind !== undefined && has(kind));
}
