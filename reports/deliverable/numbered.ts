import type { Block, FigureBlock, Inline, TableBlock } from '../document.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { Anchor, Anchors } from './anchors.ts';
import type { MeasuredBlock } from './measured/block.ts';
import type { Measured } from './measured/campaigns.ts';
import { DIAGRAMS } from './measured/diagrams.ts';
import { FIGURES } from './measured/figures.ts';
import { TABLES } from './measured/tables.ts';
import type { Problem } from './problem.ts';
import type { Directive } from './text/directive.ts';

/** Figures and tables by number, in reading order. A diagram is a figure. */
export interface Numbered {
  readonly figures: readonly Anchor[];
  readonly tables: readonly Anchor[];
  /** Numbers what a directive asks for; nothing where it cannot be had, which is told as a problem. */
  measured(piece: { readonly directive: Directive; readonly id: string | null; readonly place: string }): readonly Block[];
  /** A table that belongs into the document once, unless the author has asked for it somewhere. */
  unlessShown(what: string): readonly Block[];
  /** Numbers a table of the author; `make` writes it once its references are known. */
  table(title: readonly Inline[], id: string | null): { readonly id: string; readonly label: readonly Inline[] };
}

/** Other tables link into it: an anchor can stand once only. */
const ONCE = ['runs', 'evidence'];
const BLOCKS = { figure: FIGURES, table: TABLES, diagram: DIAGRAMS } as const;

export function newNumbered(measured: Measured, anchors: Anchors, problems: Problem[]): Numbered {
  const lists = { figure: [] as Anchor[], table: [] as Anchor[] };
  const numbered = (kind: 'figure' | 'table', title: readonly Inline[], id: string): readonly Inline[] => {
    const number = lists[kind].length + 1;
    const anchor = { id, words: `${kind} ${number}`, title };
    lists[kind].push(anchor);
    anchors.add(anchor);
    return [{ strong: [{ authored: `${kind === 'figure' ? 'Figure' : 'Table'} ${number}:` }] }, ' '];
  };
  const shown = new Set<string>();
  const once = (directive: Directive): void => {
    const [what] = directive.words;
    if (directive.name !== 'table' || what === undefined || !ONCE.includes(what)) return;
    if (shown.has(what)) throw new HarnessError('document-invalid', 'stands in this document already: other tables link into it');
    shown.add(what);
  };
  const measuredBlock = (directive: Directive, id: string | null): readonly Block[] => {
    once(directive);
    const [what] = directive.words;
    const kind = directive.name as keyof typeof BLOCKS;
    const own = id ?? anchors.free(`${kind === 'table' ? 'table' : 'figure'}-${what ?? ''}`);
    const made = madeBlock(directive, kind, measured, own);
    const caption = directive.options.get('caption');
    const title = caption === undefined ? made.title : [{ authored: caption }];
    const number = numbered(kind === 'table' ? 'table' : 'figure', title, own);
    return [withCaption(made.block, title, caption, number), ...(made.behind ?? [])];
  };
  return {
    unlessShown: (what) => (shown.has(what) ? [] : measuredBlock({ name: 'table', words: [what], options: new Map() }, null)),
    figures: lists.figure,
    tables: lists.table,
    measured({ directive, id, place }) {
      try {
        return measuredBlock(directive, id);
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error;
        // Whoever refers to it has nothing to mend.
        if (id !== null) anchors.add({ id, words: directive.name, title: [] });
        if (error.code === 'no-data') return [];
        problems.push({ place, message: `{{${directive.name} ${directive.words.join(' ')}}} ${error.message}` });
        return [];
      }
    },
    table(title, id) {
      const own = id ?? anchors.free('table');
      return { id: own, label: numbered('table', title, own) };
    },
  };
}

function madeBlock(directive: Directive, kind: keyof typeof BLOCKS, measured: Measured, id: string): MeasuredBlock {
  const [what] = directive.words;
  const kinds = BLOCKS[kind];
  const make = what !== undefined && Object.hasOwn(kinds, what) ? kinds[what] : undefined;
  if (make !== undefined) return make(directive, measured, id);
  throw new HarnessError(
    'document-invalid',
    `is not known; there are ${Object.keys(kinds)
      .map((name) => `{{${kind} ${name}}}`)
      .join(', ')}`,
  );
}

/** The number, what the author calls it, then what explains it. */
function withCaption(
  block: FigureBlock | TableBlock,
  title: readonly Inline[],
  caption: string | undefined,
  number: readonly Inline[],
): FigureBlock | TableBlock {
  // A figure explains itself from its first word on; a table's own words need what it is about before them.
  const said = block.kind === 'figure' && caption === undefined ? [] : [...title, /[.!?…]$/.test(caption ?? '') ? ' ' : '. '];
  return { ...block, caption: [...number, ...said, ...block.caption] };
}
