import type { LintRule } from '../lint-problem.ts';
import { plain, type LintText } from '../read-text.ts';

const ACRONYM = /(?<![\p{L}\p{N}_./#-])(?:[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*|[A-Z][a-z]{1,2}[A-Z])s?(?![\p{L}\p{N}_]|-\d)/gu;
const UNITS = new Set(['KB', 'MB', 'GB', 'TB', 'MHz', 'GHz', 'KiB', 'MiB', 'GiB', 'TiB', 'UTC', 'ISO']);
const GLOSSARY = /glossary|acronyms|abbreviations/i;

/** Acronyms that the glossary lacks, each at its first use; nothing where there is no glossary. */
export const acronyms: LintRule = (text, context) => {
  const own = glossaryIn(text);
  if (context.glossary === null && own === null) return [];
  const known = new Set([...(context.glossary ?? []), ...(own?.terms ?? [])]);
  const first = new Map<string, number>();
  for (const { words, offset } of wordsOf(text, own)) {
    for (const match of words.matchAll(ACRONYM)) {
      const name = match[0].replace(/s$/, '');
      const isRoman = /^[IVXLC]+$/.test(name);
      if (!known.has(name) && !known.has(match[0]) && !UNITS.has(name) && !isRoman && !first.has(name))
        first.set(name, offset + match.index);
    }
  }
  return [...first].map(([name, offset]) => ({ offset, message: `${name} is not in the glossary: explain it there` }));
};

interface Glossary {
  readonly from: number;
  readonly to: number;
  readonly terms: readonly string[];
}

/** The section that is called so: its terms stand in the first column, or at the head of its items. */
function glossaryIn({ blocks }: LintText): Glossary | null {
  const from = blocks.findIndex((block) => block.kind === 'heading' && GLOSSARY.test(block.text));
  const head = blocks[from];
  if (head?.kind !== 'heading') return null;
  const end = blocks.findIndex((block, index) => index > from && block.kind === 'heading' && block.level <= head.level);
  const to = end === -1 ? blocks.length : end;
  const terms = blocks.slice(from + 1, to).flatMap((block): readonly string[] => {
    if (block.kind === 'table') return block.rows.map((row) => plain(row[0]?.text ?? ''));
    return block.kind === 'prose' ? [plain(block.text).split(/\s*(?::|–|—| - |\()/)[0] ?? ''] : [];
  });
  return { from, to, terms: terms.map((term) => term.trim()) };
}

function wordsOf({ blocks }: LintText, own: Glossary | null): readonly { readonly words: string; readonly offset: number }[] {
  return blocks.flatMap((block, index) => {
    if (own !== null && index >= own.from && index < own.to) return [];
    if (block.kind === 'prose') return [{ words: block.text, offset: block.offset }];
    if (block.kind === 'heading') return [{ words: block.text, offset: block.offset + block.level + 1 }];
    return block.kind === 'table' ? block.rows.flat().map(({ text, offset }) => ({ words: text, offset })) : [];
  });
}
