import { code, heading, joined, paragraph, table } from '../../blocks.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import type { FindingRow } from '../../../src/store/rows.ts';
import type { RunModel } from '../model.ts';

const LINKS = 4;

/** The table of issues, as the store has it. */
export function findings({ facts }: RunModel): readonly Block[] {
  const head = heading(1, 'Issues found', 'findings');
  if (facts.findings.length === 0) return [head, paragraph('None: no rule found anything to report, and nobody entered an issue.')];
  return [head, findingsTable(facts.findings)];
}

export function findingsTable(issues: readonly FindingRow[]): TableBlock {
  const titles = ['Finding', 'Impact', 'Title', 'Status', 'Opened', 'Shown by'];
  return table(
    'findings-table',
    ['What the rules found or people entered; titles are theirs.'],
    titles,
    issues.map((row) => findingRow(row)),
  );
}

function findingRow({ id, impact, title, status, openedAt, links }: FindingRow): readonly (readonly Inline[])[] {
  const shown = links
    .slice(0, LINKS)
    .map(({ kind, ref }): readonly Inline[] => [code(`${kind} ${kind === 'evidence' ? ref.slice(0, 12) : ref}`)]);
  return [
    [code(String(id))],
    [impact],
    [{ quote: title }],
    [code(status)],
    [{ time: openedAt }],
    [...joined(shown, ', '), links.length > LINKS ? ' and more' : ''],
  ];
}
