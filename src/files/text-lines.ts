import type { TextSource } from './open-text.ts';

/** A longer line is no measurement; it is skipped without being held. */
const LONGEST_LINE = 4_194_304;

/** Lines that follow each other. */
export interface LineBatch {
  /** Number of the first one, 1-based. */
  readonly first: number;
  /** Without their ends; null: too long to be read. */
  readonly lines: readonly (string | null)[];
}

/** The lines of a text in constant memory, ended by LF, CR LF, or CR alone where there is no LF. */
export async function* textLines(source: TextSource): AsyncGenerator<LineBatch> {
  const end = source.head.includes('\n') || !source.head.includes('\r') ? '\n' : '\r';
  let number = 1;
  let held = '';
  let tooLong = false;
  for await (const chunk of source.chunks()) {
    const pieces = chunk.split(end);
    const last = pieces.pop() as string;
    if (pieces.length === 0) {
      held += last;
      if (held.length > LONGEST_LINE) [held, tooLong] = ['', true];
      continue;
    }
    pieces[0] = held + (pieces[0] as string);
    const lines = pieces.map((piece, index) => ((tooLong && index === 0) || piece.length > LONGEST_LINE ? null : bare(piece)));
    [held, tooLong] = [last, false];
    yield { first: number, lines };
    number += lines.length;
  }
  if (held !== '' || tooLong) yield { first: number, lines: [tooLong ? null : bare(held)] };
}

function bare(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
