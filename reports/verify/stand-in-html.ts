import type { HtmlPiece } from './html-text.ts';
import { numeralsOf, withoutInstants, type LooseNumeral } from './loose-numerals.ts';
import type { Place, Standing } from './place.ts';

/** What stands in the `data` element of each claim, in the order of the claims; `stands` is null, and the place the first line, where there is none. */
export function standInHtml(
  pieces: readonly HtmlPiece[],
  placeOf: (offset: number) => Place,
  claims: readonly { readonly id: string }[],
): readonly Standing[] {
  const found = new Map<string, HtmlPiece & { readonly kind: 'claim' }>();
  for (const piece of pieces) if (piece.kind === 'claim' && !found.has(piece.id)) found.set(piece.id, piece);
  return claims.map(({ id }) => {
    const piece = found.get(id);
    if (piece === undefined) return { id, line: 1, column: 1, stands: null };
    return { id, ...placeOf(piece.offset), stands: piece.text, value: Number(piece.value) };
  });
}

/** Numerals that stand in the report's own words, and claims that numbers.json does not know. */
export function looseInHtml(
  pieces: readonly HtmlPiece[],
  placeOf: (offset: number) => Place,
  claims: readonly { readonly id: string }[],
): readonly LooseNumeral[] {
  const known = new Set(claims.map(({ id }) => id));
  return pieces.flatMap((piece): readonly LooseNumeral[] => {
    if (piece.kind === 'claim') return known.delete(piece.id) ? [] : [{ ...placeOf(piece.offset), text: piece.text }];
    return numeralsOf(withoutInstants(piece.text)).map(({ column, text }) => ({ ...placeOf(piece.offset + column - 1), text }));
  });
}
