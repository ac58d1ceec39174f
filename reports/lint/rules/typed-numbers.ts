import { PRINTED, readingsOf, type Reading } from '../../verify/printed-number.ts';
import type { LintContext, LintRule, RuleProblem } from '../lint-problem.ts';
import type { LintText } from '../read-text.ts';
import { sentencesOf } from '../sections.ts';

type Placed = LintContext['claims'][number];
interface Words {
  readonly text: string;
  readonly offset: number;
}

/** What a person calls a statistic, shortly before the number. */
const CALLED: readonly (readonly [pattern: RegExp, statistics: readonly string[]])[] = [
  [/\bmedian\b/i, ['median']],
  [/\brobust CV\b/i, ['robust_cv']],
  [/\bp95\b|\b95th percentile\b/i, ['p95']],
  [/\bp99\b|\b99th percentile\b/i, ['p99']],
  [/\bavailab(?:le|ility)\b/i, ['availability']],
  [/\b(?:slowest|longest|maximum)\b/i, ['max']],
  [/\b(?:fastest|shortest|minimum)\b/i, ['min']],
  [/\b(?:ratio|factor)\b/i, ['level_ratio', 'spread_ratio']],
];
/** Characters before a number in which its statistic is named. */
const NEAR = 40;
const FAMILIES: readonly (readonly string[])[] = [['s', 'ms', 'µs', 'h'], ['%'], ['×'], ['B', 'kB', 'MB', 'GB'], ['B/s', 'kB/s', 'MB/s', 'GB/s'], ['events/s']]; // prettier-ignore

/**
 * Numbers typed by hand beside measured ones that differ. Only where the words just before it name a statistic, it has a unit, and a measured number of that
 * statistic and kind of unit stands in the same sentence, or is of a job or probe that the sentence names; and it agrees, as far as it was typed, with none of them.
 */
export const typedNumbers: LintRule = (text, { claims }) => {
  if (claims.length === 0) return [];
  return sentences(text).flatMap((sentence) => {
    const own = claims.filter(({ offset }) => offset >= sentence.offset && offset < sentence.offset + sentence.text.length);
    return typedIn(sentence, own).flatMap(({ printed, at }): readonly RuleProblem[] => {
      const statistics = statisticsBefore(sentence.text, at);
      const [typed] = readingsOf(printed);
      if (typed === undefined || typed.unit === '' || statistics.length === 0) return [];
      const rivals = rivalsOf(claims, own, { sentence: sentence.text, statistics, typed });
      const [nearest] = rivals.toSorted((a, b) => Math.abs(a.claim.value - typed.value) - Math.abs(b.claim.value - typed.value));
      if (nearest === undefined || rivals.some(({ claim: { value } }) => agrees(readingsOf(printed), value))) return [];
      const message = `"${printed}" was typed by hand, but ${nearest.claim.id} (line ${nearest.standing.line}) says ${nearest.claim.text}: take the measured number`;
      return [{ offset: sentence.offset + at, message }];
    });
  });
};

function sentences({ blocks }: LintText): readonly Words[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'prose') return sentencesOf(block);
    return block.kind === 'table' ? block.rows.flat() : [];
  });
}

function typedIn({ text, offset }: Words, own: readonly Placed[]): readonly { readonly printed: string; readonly at: number }[] {
  return [...text.matchAll(new RegExp(PRINTED.source, 'gu'))].flatMap((match) => {
    const from = offset + match.index;
    const isMeasured = own.some(
      (placed) => from < placed.offset + (placed.standing.stands ?? '').length && from + match[0].length > placed.offset,
    );
    const isWithinWord = /[\p{L}\p{N}_.,-]$/u.test(text.slice(0, match.index));
    return isMeasured || isWithinWord ? [] : [{ printed: match[0], at: match.index }];
  });
}

/** The statistic that is named last before the number, with no other number between. */
function statisticsBefore(sentence: string, at: number): readonly string[] {
  const before = sentence.slice(Math.max(0, at - NEAR), at);
  const words = before.slice(before.search(/[^\d]*$/));
  return CALLED.find(([pattern]) => pattern.test(words))?.[1] ?? [];
}

function rivalsOf(
  claims: readonly Placed[],
  own: readonly Placed[],
  { sentence, statistics, typed }: { readonly sentence: string; readonly statistics: readonly string[]; readonly typed: Reading },
): readonly Placed[] {
  const family = FAMILIES.find((units) => units.includes(typed.unit)) ?? [];
  const isRival = ({ claim: { recipe, text } }: Placed): boolean =>
    recipe.bound === undefined && statistics.includes(recipe.statistic) && family.includes(readingsOf(text)[0]?.unit ?? '');
  const named = claims.filter(({ claim: { recipe } }) => {
    const names = [recipe.of.tags?.['job_kind'], recipe.of.tags?.['probe'], recipe.of.subject?.key].filter((name) => name !== undefined);
    return names.some((name) => new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped(name)}(?![\p{L}\p{N}_])`, 'iu').test(sentence));
  });
  return [...new Set([...own, ...named])].filter(isRival);
}

function agrees(readings: readonly Reading[], value: number): boolean {
  return readings.some((typed) => Math.abs(typed.value - value) <= typed.half * (1 + 1e-9));
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
