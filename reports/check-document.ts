import { innerOf, inlinesOf } from './inlines-of.ts';
import type { Document, Inline } from './document.ts';

/** Digits that begin a word: `12`, `1.5`; not `p95`, `Q1`, `k6`. */
const NUMERAL = /(?<![\p{L}\p{N}_])\p{N}/u;
/** No address runs a script, and none is relative: a report is read anywhere. */
const ADDRESS = /^(?:https?:\/\/|mailto:)[!-~]+$/;
const ID = /^[a-z0-9][a-z0-9-]*$/;

/**
 * The rule that makes a report checkable: a numeral in the report's own words must be a claim.
 * Throws TypeError for a loose numeral, for an anchor that is used twice and for a link to nowhere: each is a bug in a section.
 */
export function checkDocument(document: Document): void {
  const anchors = new Set<string>();
  const define = (id: string): void => {
    if (!ID.test(id)) throw new TypeError(`"${id}" cannot be an anchor or a file name`);
    if (anchors.has(id)) throw new TypeError(`Anchor "${id}" is used twice`);
    anchors.add(id);
  };
  const links: string[] = [];
  const visit = (inline: Inline): void => {
    if (typeof inline === 'string') {
      refuseNumeral(inline);
      return;
    }
    if ('anchor' in inline) define(inline.anchor);
    if ('link' in inline) links.push(inline.link);
    if ('reference' in inline) links.push(inline.reference);
    if ('href' in inline && !ADDRESS.test(inline.href)) throw new TypeError(`"${inline.href}" is no address that a report may link to`);
    innerOf(inline).forEach(visit);
  };
  for (const block of document.blocks) {
    if ('id' in block) define(block.id);
    if (block.kind === 'table') block.columns.forEach(({ title, authored }) => authored ?? refuseNumeral(title));
    if (block.kind === 'figure') refuseNumeral(block.alt);
    inlinesOf(block).forEach(visit);
  }
  for (const link of links) if (!anchors.has(link)) throw new TypeError(`Nothing has the anchor "${link}"`);
}

function refuseNumeral(text: string): void {
  if (NUMERAL.test(text)) throw new TypeError(`A numeral outside a claim: "${text}"`);
  // The curly marks show where somebody else's words begin and end.
  if (/[“”]/.test(text)) throw new TypeError(`Curly quotes are kept for quoted words: "${text}"`);
}
