import type { Block, Inline } from '../document.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { Anchors } from './anchors.ts';
import type { Measured } from './measured/campaigns.ts';
import { findingsSentence } from './measured/findings-table.ts';
import { claimSentence } from './measured/sentences.ts';
import { measuredValue } from './measured/values.ts';
import type { Numbered } from './numbered.ts';
import type { Problem } from './problem.ts';
import { refuse } from './refuse.ts';
import { authoredBlocks, authoredTable } from './text/blocks.ts';
import { readDirective, type Directive } from './text/directive.ts';
import { authoredInlines, type Conversion } from './text/inlines.ts';
import type { Mark } from './text/lex.ts';
import { BLOCK_NAMES, type Piece, type Source } from './text/pieces.ts';

export interface WriteContext {
  readonly measured: Measured;
  readonly anchors: Anchors;
  readonly numbered: Numbered;
  readonly problems: Problem[];
}

/** Numbers a piece at once; its text is written when the function it gives is called, after all that it may refer to has its number. */
export function writePiece(piece: Piece, context: WriteContext): () => readonly Block[] {
  switch (piece.kind) {
    case 'heading':
      return () => [];
    case 'measured': {
      const blocks = context.numbered.measured(piece);
      return () => blocks;
    }
    case 'table': {
      const conversion = conversionOf(piece.source, context);
      const title = authoredInlines(piece.caption, conversion);
      const { id, label } = context.numbered.table(title, piece.id);
      return () => [authoredTable(piece.token, [...label, ...title, '.'], id, conversion)];
    }
    case 'prose':
      return () => authoredBlocks(piece.token, conversionOf(piece.source, context));
  }
}

function conversionOf({ lexed, offset }: Source, context: WriteContext): Conversion {
  const { anchors, problems } = context;
  return {
    lexed,
    placeOf: lexed.placesFrom(offset),
    hasAnchor: (id) => anchors.find(id) !== undefined,
    measured: (mark) => spoken(mark, context),
    problem: (place, message) => problems.push({ place, message }),
  };
}

/** What stands between braces within a sentence. */
function spoken({ text, raw, place }: Mark, context: WriteContext): readonly Inline[] {
  const directive = text === null ? 'are not closed on their line; in code braces are braces' : readDirective(text);
  try {
    if (typeof directive === 'string') return refuse(text === null ? `the braces ${directive}` : directive);
    return sentenceOf(directive, context);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    if (error.code !== 'no-data')
      context.problems.push({ place, message: text === null ? error.message : `${raw.slice(0, 120)} ${error.message}` });
    return [];
  }
}

function sentenceOf(directive: Directive, { measured, anchors }: WriteContext): readonly Inline[] {
  const { name, words } = directive;
  switch (name) {
    case 'value':
      return measuredValue(directive, measured);
    case 'claim':
      return claimSentence(directive, measured);
    case 'sentence':
      return words[0] === 'findings' ? findingsSentence(directive, measured) : refuse('is not known; there is {{sentence findings}}');
    case 'ref':
    case 'Ref': {
      const [id, more] = words;
      if (id === undefined || more !== undefined || directive.options.size > 0) return refuse('takes one id, as in {{ref main-figure}}');
      const found = anchors.find(id);
      if (found === undefined) return refuse(`refers to nothing: there is ${anchors.known().join(', ')}`);
      const said = name === 'Ref' ? `${found.words.charAt(0).toUpperCase()}${found.words.slice(1)}` : found.words;
      return [{ reference: id, content: [{ authored: said }] }];
    }
    default:
      return refuse(
        BLOCK_NAMES.includes(name)
          ? 'needs a line of its own, with an empty line before and behind it, outside of lists, quotes and tables'
          : 'is not known; there are value, claim, sentence and ref in a sentence, figure, table and diagram on a line of their own',
      );
  }
}
