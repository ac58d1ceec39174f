import { code } from '../../blocks.ts';
import type { Block, FigureBlock, Inline, ParagraphBlock, TableBlock } from '../../document.ts';
import type { Directive } from '../text/directive.ts';
import type { Measured } from './campaigns.ts';

/** A block as it is measured: what the lists of figures and tables call it, and itself with the caption that explains it. */
export interface MeasuredBlock {
  readonly title: readonly Inline[];
  readonly block: FigureBlock | TableBlock;
  /** What belongs below it and has no number. */
  readonly behind?: readonly Block[];
}

/** Makes the block that a directive asks for, under the id given. Throws HarnessError `document-invalid` where it cannot be had. */
export type MakeBlock = (directive: Directive, measured: Measured, id: string) => MeasuredBlock;

/** What was measured and found nothing has a table too: its number and its reference stay what they are. */
export function asTable(block: TableBlock | ParagraphBlock, id: string, title: string): TableBlock {
  if (block.kind === 'table') return { ...block, id };
  return { kind: 'table', id, caption: [], columns: [{ title, align: 'left' }], rows: [[block.content]] };
}

/** `, before and after`: which campaigns a block is about. */
export function ofCampaigns(names: readonly string[]): readonly Inline[] {
  const last = names.at(-1) ?? '';
  return names.length === 1 ? [', ', code(last)] : [', ', ...names.slice(0, -1).flatMap((name) => [code(name), ' ']), 'and ', code(last)];
}

/** What the words before and after mean, where the campaigns are called otherwise. */
export function sidesInWords([before, after]: readonly string[]): readonly Inline[] {
  if (before === undefined || after === undefined || (before === 'before' && after === 'after')) return [];
  return [' Before is ', code(before), ', after is ', code(after), '.'];
}
