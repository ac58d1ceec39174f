import { heading, note, paragraph } from '../blocks.ts';
import { constant } from '../claim.ts';
import type { Block } from '../document.ts';
import { incomplete } from '../run/sections/incomplete.ts';
import { SHARED_HOST } from '../run/sections/opening.ts';
import type { Measured } from './measured/campaigns.ts';
import type { Numbered } from './numbered.ts';

/** What a reader must know before the first number. */
export function noticeBlocks({ all }: Measured): readonly Block[] {
  if (all === null) return [];
  return [...(all.sharesHost ? [note(SHARED_HOST)] : []), ...incomplete(all.facts.runs)];
}

/** Which runs and raw answers the numbers rest on, unless the author has put their tables elsewhere. */
export function annexBlocks(measured: Measured, numbered: Numbered, id: string): readonly Block[] {
  const tables = ['runs', 'evidence'].flatMap((what) => numbered.unlessShown(what));
  return [
    heading(1, 'Annex: what the numbers rest on', id),
    paragraph(
      'Every measured number in this document was computed from the runs below, and can be computed again. ',
      'Parentheses behind a number hold its interval at ',
      constant(0.95, 'percent', 'level of all intervals'),
      '; ratios are after ÷ before, and a change of less than ',
      constant(measured.rule.margin, 'percent', 'margin of a comparison'),
      ' is taken for none.',
    ),
    ...tables,
  ];
}
