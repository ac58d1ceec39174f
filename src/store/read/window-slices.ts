import type { Window } from '../window-rows.ts';

const SLICE_US = 86_400_000_000;

/** A window in pieces of a day: so many rows are read at once, and no more lie in memory as objects. */
export function windowSlices({ from, to }: Window): readonly Window[] {
  const slices: Window[] = [];
  for (let start = from; start < to; start += SLICE_US) slices.push({ from: start, to: Math.min(start + SLICE_US, to) });
  return slices;
}

/** Pieces as one array. */
export function joinedColumn<Column extends Float64Array | Uint8Array>(
  empty: (length: number) => Column,
  pieces: readonly Column[],
): Column {
  const whole = empty(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
