import { joined, strong, table } from '../../blocks.ts';
import type { Inline, TableBlock } from '../../document.ts';
import { ENVIRONMENT_ROWS, type EnvironmentRow } from '../environment-rows.ts';
import type { Side } from '../side.ts';

/**
 * The design and the environment, one column a side. What differs from the first side is marked by the word; what the store
 * does not hold is called not recorded, and is neither equal nor changed.
 */
export function environmentTable(sides: readonly Side[], id = 'environment-table'): TableBlock {
  const titles = ['What', ...sides.map(({ name }) => name ?? 'Here')];
  const rows = ENVIRONMENT_ROWS.map((row) => [[row.title], ...sides.map((side) => cell(row, side, sides[0] ?? side))]);
  return table(id, caption(sides), titles, rows);
}

/** Titles of the rows in which some side differs from the first. */
export function changedRows(sides: readonly Side[]): readonly string[] {
  const [first, ...others] = sides;
  if (first === undefined) return [];
  return ENVIRONMENT_ROWS.filter((row) => others.some((side) => isChanged(row, side, first))).map(({ title }) => title);
}

function caption(sides: readonly Side[]): readonly Inline[] {
  if (sides.length < 2) return ['What was planned, what it ran on, and what it was measured with.'];
  const changed = changedRows(sides);
  if (changed.length === 0) return ['What was planned, what it ran on, and what it was measured with. Nothing that is recorded changed.'];
  return [
    `What was planned, what it ran on, and what it was measured with. Changed: ${changed.join(', ')}. What is not recorded may have changed too.`,
  ];
}

function cell(row: EnvironmentRow, side: Side, first: Side): readonly Inline[] {
  const values = row.values(side.model);
  if (values.length === 0) return ['not recorded'];
  const words = joined(
    values.map((value) => value.words),
    ', ',
  );
  return isChanged(row, side, first) ? [...words, ' – ', strong('changed')] : words;
}

function isChanged({ values }: EnvironmentRow, side: Side, first: Side): boolean {
  const [own, other] = [values(side.model), values(first.model)].map((all) => all.map(({ key }) => key));
  if (own === undefined || other === undefined || own.length === 0 || other.length === 0) return false;
  return JSON.stringify(own) !== JSON.stringify(other);
}
