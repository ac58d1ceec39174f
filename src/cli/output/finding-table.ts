import { cleanLine } from '../../core/clean-text.ts';
import { isoTime } from '../../core/units.ts';
import type { FindingRow } from '../../store/rows.ts';
import { textTable } from './table.ts';

const RESTS_ON: Readonly<Record<NonNullable<FindingRow['basis']>['kind'], string>> = {
  judgement: 'a judgement',
  recheck: 'a later look',
  waiver: 'a waiver',
  elsewhere: 'elsewhere',
};

/** One finding a line, for a terminal. */
export function findingTable(rows: readonly FindingRow[]): string {
  return textTable(
    [
      { title: 'finding' },
      { title: 'impact' },
      { title: 'status' },
      { title: 'rests on' },
      { title: 'target' },
      { title: 'opened' },
      { title: 'title' },
    ],
    rows.map((row) => [
      `finding-${row.id}`,
      row.impact,
      row.status,
      row.basis === null ? '' : RESTS_ON[row.basis.kind],
      row.target === null ? 'all' : cleanLine(row.target, 24),
      isoTime(row.openedAt).slice(0, 10),
      cleanLine(row.title, 72),
    ]),
  );
}
