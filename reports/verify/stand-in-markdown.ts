import { wordNumber } from '../../src/core/number-word.ts';
import type { PlacedClaim } from '../markdown/write.ts';
import { verdictWordsOf } from '../verdict-claim.ts';
import { byLine, type Standing } from './place.ts';
import { PRINTED } from './printed-number.ts';

type Claimed = Pick<PlacedClaim, 'id' | 'line' | 'column' | 'text' | 'recipe'>;

/** Lines that may have been added or taken away at one spot and still be followed. */
const FARTHEST = 200;
/** Lines with claims that decide together how far the text has moved. */
const LOOK_AHEAD = 3;

/**
 * What stands where each claim was printed, in a text that people may have edited since: lines added or taken away are followed,
 * and within a line what was made longer or shorter. In the order of the claims.
 */
export function standInMarkdown(markdown: string, claims: readonly Claimed[]): readonly Standing[] {
  const lines = markdown.split('\n').map((line) => line.replace(/\r$/, ''));
  const groups = [...byLine(claims).values()];
  const found: Standing[] = [];
  let [moved, last] = [0, 0];
  for (const [index, group] of groups.entries()) {
    const hitsAt = (offset: number): number =>
      groups.slice(index, index + LOOK_AHEAD).reduce((sum, near) => {
        const line = lineOf(near) + offset;
        return line <= last ? sum : sum + alignLine(lines[line - 1] ?? '', near).filter(({ stands }, n) => stands === near[n]?.text).length;
      }, 0);
    if (!isWhole(lines[lineOf(group) + moved - 1], group)) moved = bestOffset(moved, hitsAt);
    const line = lineOf(group) + moved;
    if (line > last) last = line;
    found.push(...(line < last ? lost(group) : alignLine(lines[line - 1] ?? '', group)).map((standing) => ({ ...standing, line })));
  }
  return found;
}

const lineOf = (group: readonly Claimed[]): number => group[0]?.line ?? 0;

function isWhole(line: string | undefined, group: readonly Claimed[]): boolean {
  return group.every((claim) => line !== undefined && isHere(line, claim.column - 1, claim));
}

/** The nearest of the best. */
function bestOffset(from: number, hitsAt: (offset: number) => number): number {
  let best = { offset: from, hits: hitsAt(from) };
  for (let step = 1; step <= FARTHEST; step += 1) {
    for (const offset of [from + step, from - step]) {
      const hits = hitsAt(offset);
      if (hits > best.hits) best = { offset, hits };
    }
  }
  return best.offset;
}

const lost = (group: readonly Claimed[]): readonly Standing[] => group.map(({ id, line, column }) => ({ id, line, column, stands: null }));

/** The claims of one line, from left to right: each is where it was, or moved with what was changed before it, or altered, or gone. */
function alignLine(line: string, group: readonly Claimed[]): readonly Standing[] {
  const found: Standing[] = [];
  let [at, free] = [(group[0]?.column ?? 1) - 1, 0];
  for (const [index, claim] of group.entries()) {
    const next = group[index + 1];
    const gap = next === undefined ? 0 : next.column - claim.column - claim.text.length;
    const other = otherAt(line, at, claim);
    const elsewhere = seek(line, free, claim.text);
    const isReplaced = other !== null && (next === undefined ? elsewhere === -1 : otherAt(line, at + other.length + gap, next) !== null);
    let stands: string | null = other;
    if (isHere(line, at, claim)) stands = claim.text;
    else if (!isReplaced && elsewhere !== -1) [at, stands] = [elsewhere, claim.text];
    found.push({ id: claim.id, line: claim.line, column: at + 1, stands });
    if (stands !== null) free = at + stands.length;
    at += (stands ?? claim.text).length + gap;
  }
  return found;
}

/** One verdict's words may begin another's. */
function isHere(line: string, at: number, claim: Claimed): boolean {
  return claim.recipe.statistic === 'verdict' ? otherAt(line, at, claim) === claim.text : standsAt(line, at, claim.text);
}

function standsAt(line: string, at: number, text: string): boolean {
  return (
    line.startsWith(text, at) &&
    !/[\p{L}\p{N}]$|\d[.,]$/u.test(line.slice(Math.max(0, at - 2), at)) &&
    !/^(?:[\p{L}\p{N}]|[.,]\d)/u.test(line.slice(at + text.length))
  );
}

function seek(line: string, from: number, text: string): number {
  for (let at = line.indexOf(text, from); at !== -1; at = line.indexOf(text, at + 1)) if (standsAt(line, at, text)) return at;
  return -1;
}

/** Another number, or the words of another verdict, that begins there. */
function otherAt(line: string, at: number, { recipe }: Claimed): string | null {
  if (recipe.statistic === 'verdict')
    return verdictWordsOf(String(recipe.parameters?.['about'])).find((words) => standsAt(line, at, words)) ?? null;
  if (line.startsWith('unknown', at)) return 'unknown';
  if (/[\p{L}\p{N}]$|\d[.,]$/u.test(line.slice(Math.max(0, at - 2), at))) return null;
  const word = /^[a-z]+(?![\p{L}\p{N}])/iu.exec(line.slice(at))?.[0];
  if (word !== undefined && wordNumber(word) !== undefined) return word;
  PRINTED.lastIndex = at;
  return PRINTED.exec(line)?.[0] ?? null;
}
