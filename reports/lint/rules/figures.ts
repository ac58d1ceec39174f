import type { LintRule, RuleProblem } from '../lint-problem.ts';

/** Pictures without words for those who cannot see them, and without a caption for those who can. */
export const figures: LintRule = ({ blocks }) =>
  blocks.flatMap((block, index): readonly RuleProblem[] => {
    if (block.kind !== 'image') return [];
    const { alt, title, offset } = block;
    const next = blocks[index + 1];
    const before = blocks[index - 1];
    const hasCaption = title !== '' || next?.kind === 'prose' || (before?.kind === 'prose' && /^[\s*_]*figure\s+\d/i.test(before.text));
    return [
      ...(alt.trim() === '' ? [{ offset, message: 'a figure without an alt text: say between the brackets what it shows' }] : []),
      ...(hasCaption ? [] : [{ offset, message: 'a figure without a caption: a paragraph below it says what one sees' }]),
    ];
  });
