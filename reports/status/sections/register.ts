import type { FindingRow } from '../../../src/store/rows.ts';
import { code, heading, paragraph, table } from '../../blocks.ts';
import { count } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import type { StatusModel } from '../model.ts';

/** The register of findings: what came, what went, what is open. */
export function registerSection(model: StatusModel): readonly Block[] {
  const { opened, closed, open, window, target } = model;
  const of = (state: 'opened' | 'closed' | 'open'): Selection => ({
    rows: 'findings',
    runs: [],
    window,
    state,
    ...(target === null ? {} : { target }),
  });
  const all = [...new Map([...opened, ...closed, ...open].map((row) => [row.id, row])).values()].toSorted((a, b) => a.id - b.id);
  return [
    heading(1, 'Findings', 'findings'),
    paragraph(
      'Opened in this window: ',
      count(opened.length, of('opened')),
      ', closed: ',
      count(closed.length, of('closed')),
      ', open at its end: ',
      count(open.length, of('open')),
      '.',
    ),
    ...(all.length === 0 ? [] : [findingsTable(all)]),
  ];
}

function findingsTable(findings: readonly FindingRow[]): Block {
  const rows = findings.map((row): readonly (readonly Inline[])[] => [
    [code(`finding-${row.id}`)],
    [row.impact],
    [{ quote: row.title }],
    row.target === null ? ['–'] : [code(row.target)],
    [code(row.status)],
    [{ time: row.openedAt }],
    row.closedAt === null ? ['–'] : [{ time: row.closedAt }],
  ]);
  const caption = [
    'Findings that were opened, were closed or stayed open; titles are those of rules or people, and the status is that of now.',
  ];
  return table('findings-table', caption, ['Finding', 'Impact', 'Title', 'Target', 'Status', 'Opened', 'Closed'], rows);
}
