import type { Claim, Document, FigureBlock, Inline } from '../document.ts';
import { mapDocument } from '../map-document.ts';
import { PLAIN, type PrintStyle } from './print-style.ts';
import { zonedTime } from './zoned-time.ts';

/** The document with its numbers, instants and axes printed in a style; the same one where that is plain. Values and recipes stay. */
export function localise(document: Document, style: PrintStyle): Document {
  const plainNumbers = style.decimal === PLAIN.decimal && style.thousands === PLAIN.thousands;
  if (plainNumbers && style.timeZone === PLAIN.timeZone) return document;
  const inline = (piece: Inline): Inline => {
    if (typeof piece === 'string') return piece;
    if ('time' in piece) return { ...piece, text: zonedTime(piece.time, style.timeZone) };
    return 'claim' in piece && !plainNumbers ? claimIn(piece, style) : piece;
  };
  return mapDocument(document, inline, (figure) => (plainNumbers ? figure : figureIn(figure, style)));
}

function claimIn(claim: Claim, style: PrintStyle): Claim {
  return claim.recipe.statistic === 'verdict' ? claim : { ...claim, text: localisedNumber(claim.text, style) };
}

/** `12345.6 kB` → `12 345,6 kB`: a number as a report prints it, its unit kept with it. */
export function localisedNumber(text: string, { decimal, thousands }: PrintStyle): string {
  return text
    .replace(/(\d+)(?:\.(\d+))?/, (_, whole: string, fraction: string | undefined) => {
      const groups = thousands === '' ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, thousands);
      return fraction === undefined ? groups : `${groups}${decimal}${fraction}`;
    })
    .replaceAll(' ', '\u00a0');
}

/** What vega prints on axes and in legends. */
function figureIn(figure: FigureBlock, { decimal, thousands }: PrintStyle): FigureBlock {
  const { config, ...spec } = figure.spec as { readonly config?: object };
  const number = { decimal, thousands, grouping: [3], currency: ['', ''] };
  return { ...figure, spec: { ...spec, config: { ...config, locale: { number } } } };
}
