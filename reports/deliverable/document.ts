import { heading } from '../blocks.ts';
import type { Block, Document } from '../document.ts';
import { annexBlocks, noticeBlocks } from './annex.ts';
import { newAnchors, type Anchor, type Anchors } from './anchors.ts';
import { glossaryBlocks, historyAndPartners, lists, titlePage } from './front-matter.ts';
import type { Measured } from './measured/campaigns.ts';
import { newNumbered } from './numbered.ts';
import type { PlaceAt, Problem } from './problem.ts';
import type { Deliverable } from './schema.ts';
import { sectionNumbers } from './section-numbers.ts';
import { lexText } from './text/lex.ts';
import { piecesOf, type Piece } from './text/pieces.ts';
import { writePiece } from './write-piece.ts';

/** A text of the author, and where its lines stand. */
export interface AuthoredText {
  readonly text: string;
  readonly placeAt: PlaceAt;
}

export interface SectionInput {
  readonly title: string;
  readonly id: string | null;
  /** Of the section in the YAML file. */
  readonly place: string;
  readonly text: AuthoredText | null;
  readonly sections: readonly SectionInput[];
}

export interface DeliverableInput {
  readonly deliverable: Deliverable;
  readonly abstract: AuthoredText | null;
  readonly sections: readonly SectionInput[];
  readonly measured: Measured;
}

/** Six levels of headings in HTML; the title has the first. */
const DEEPEST = 5;

/**
 * The document that is handed in. Pure. Everything that an author has to mend is told at once: with problems the document is not to be
 * written, since what they are about is missing in it.
 */
export function deliverableDocument(input: DeliverableInput): { readonly document: Document; readonly problems: readonly Problem[] } {
  const { deliverable, measured } = input;
  const problems: Problem[] = [];
  const anchors = newAnchors(problems);
  const summary = input.abstract === null ? null : summaryPart(input.abstract, problems);
  const parts = [...(summary === null ? [] : [summary]), ...input.sections.flatMap((section) => partsOf(section, 1, problems))];
  for (const part of parts)
    for (const piece of part) if (piece.kind !== 'prose' && piece.id !== null) anchors.reserve(piece.id, piece.place);
  const idOf = (name: string): string => anchors.free(name);
  const numbered = newNumbered(measured, anchors, problems);
  const contents: (Anchor & { readonly depth: number })[] = [];
  const summaryHead = headed('Executive summary', 'summary', anchors, contents);
  const write = { measured, anchors, numbered, problems };
  // Numbers first, in reading order: what a text refers to may stand behind it.
  const summaryText = summary?.map((piece) => writePiece(piece, write)) ?? [];
  const number = sectionNumbers();
  const text = (summary === null ? parts : parts.slice(1)).flat().map((piece) => {
    if (piece.kind !== 'heading') return writePiece(piece, write);
    return numberedHeading(piece, number(piece.depth), anchors, contents);
  });
  const annexHead = headed('Annex: what the numbers rest on', 'annex', anchors, contents);
  const annex = measured.all === null ? [] : annexBlocks(measured, numbered, annexHead.id);
  const shown = contents.filter(({ id }) => (id === summaryHead.id ? summary !== null : id !== annexHead.id || annex.length > 0));
  const front = historyAndPartners(deliverable, idOf);
  const glossary = glossaryBlocks(deliverable, idOf);
  return {
    document: {
      title: deliverable.title,
      blocks: [
        titlePage(deliverable),
        ...front,
        ...lists(shown, numbered.figures, numbered.tables, idOf),
        ...glossary,
        ...(summary === null ? [] : [summaryHead.block, ...summaryText.flatMap((make) => make())]),
        ...noticeBlocks(measured),
        ...text.flatMap((make) => make()),
        ...annex,
      ],
    },
    problems,
  };
}

function headed(
  title: string,
  name: string,
  anchors: Anchors,
  contents: (Anchor & { readonly depth: number })[],
): { readonly id: string; readonly block: Block } {
  const id = anchors.free(name);
  const anchor = { id, words: `the ${name}`, title: [{ authored: title }] };
  anchors.add(anchor);
  contents.push({ ...anchor, depth: 1 });
  return { id, block: heading(1, title, id) };
}

function summaryPart({ text, placeAt }: AuthoredText, problems: Problem[]): readonly Piece[] {
  const pieces = piecesOf(lexText(text, placeAt), problems);
  for (const piece of pieces) if (piece.kind === 'heading') problems.push({ place: piece.place, message: 'the abstract has no headings' });
  return pieces.filter(({ kind }) => kind !== 'heading');
}

/** A section and those within it, each with its heading before its text; headings of a text stand below its section's. */
function partsOf(section: SectionInput, depth: number, problems: Problem[]): readonly (readonly Piece[])[] {
  const { title, id, place, text, sections } = section;
  const own = text === null ? [] : piecesOf(lexText(text.text, text.placeAt), problems);
  const head: Piece = { kind: 'heading', depth, text: title, id, place };
  const shallowest = Math.min(...own.map((piece) => (piece.kind === 'heading' ? piece.depth : Infinity)));
  const shifted = own.map((piece): Piece => (piece.kind === 'heading' ? { ...piece, depth: depth + 1 + piece.depth - shallowest } : piece));
  for (const piece of [head, ...shifted])
    if (piece.kind === 'heading' && piece.depth > DEEPEST)
      problems.push({ place: piece.place, message: `a heading stands ${piece.depth} levels deep; there are ${DEEPEST}` });
  return [[head, ...shifted], ...sections.flatMap((inner) => partsOf(inner, depth + 1, problems))];
}

function numberedHeading(
  { text, id, depth }: Extract<Piece, { kind: 'heading' }>,
  number: string,
  anchors: Anchors,
  contents: (Anchor & { readonly depth: number })[],
): () => readonly Block[] {
  const own = id ?? anchors.free(text);
  const title = `${number} ${text}`;
  const anchor = { id: own, words: `section ${number}`, title: [{ authored: title }] };
  anchors.add(anchor);
  contents.push({ ...anchor, depth });
  return () => [heading(Math.min(depth, DEEPEST) as 1 | 2 | 3 | 4 | 5, title, own)];
}
