import type { Inline } from '../document.ts';
import type { RunModel } from './model.ts';

/** One column of a comparison (`before`), or the only one of a plain report, which has no name. */
export interface Side {
  readonly name: string | null;
  readonly model: RunModel;
}

type Cells = readonly (readonly Inline[])[];

/** Titles of a table that says which side a row is of, where there are several. */
export function sideTitles(sides: readonly Side[], titles: readonly string[]): readonly string[] {
  return sides.some(({ name }) => name !== null) ? ['Side', ...titles] : titles;
}

export function sideCells({ name }: Side, cells: Cells): Cells {
  return name === null ? cells : [[name], ...cells];
}

/** `before: `, or nothing. */
export function sideWords({ name }: Side): readonly Inline[] {
  return name === null ? [] : [`${name}: `];
}
