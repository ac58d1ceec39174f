import type { LintRule, RuleProblem } from '../lint-problem.ts';

/** Headings that say the same under the same heading, and sections with nothing in them. */
export const headings: LintRule = ({ blocks }) => {
  const problems: RuleProblem[] = [];
  const seen = new Map<string, number>();
  const path: string[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'heading') continue;
    const { level, text, offset } = block;
    path.length = Math.min(path.length, level - 1);
    while (path.length < level - 1) path.push('');
    path.push(text.toLowerCase());
    const key = path.join('\n');
    if (seen.has(key)) problems.push({ offset, message: `the heading "${text}" stands there twice: rename one` });
    seen.set(key, offset);
    const next = blocks[index + 1];
    if (next === undefined || (next.kind === 'heading' && next.level <= level))
      problems.push({ offset, message: `the section "${text}" is empty: say that there is nothing and why, or take it out` });
  }
  return problems;
};
