import { code, heading, joined, list, paragraph, table } from '../../blocks.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import { findingsCount } from '../../findings-count.ts';
import { linkName, type FindingBasis, type FindingLink } from '../../../src/core/finding.ts';
import type { FindingRow } from '../../../src/store/rows.ts';
import type { RunModel } from '../model.ts';

const LINKS = 4;
const LONGEST_ADDRESS = 24;

/** How many issues stand where, the table of them, and what those that are resolved rest on. */
export function findings({ facts, runs }: RunModel): readonly Block[] {
  const head = heading(1, 'Issues found', 'findings');
  if (facts.findings.length === 0) return [head, paragraph('None: no rule found anything to report, and nobody entered an issue.')];
  return [
    head,
    paragraph(...findingsCount(facts.findings, { rows: 'findings', runs })),
    findingsTable(facts.findings),
    ...resolvedBy(facts.findings),
  ];
}

/** The table of issues, as the register has it. */
export function findingsTable(issues: readonly FindingRow[]): TableBlock {
  return table(
    'findings-table',
    ['What the rules found or people entered; titles and intended resolutions are theirs.'],
    ['Finding', 'Impact', 'Title', 'Status', 'Intended resolution', 'Opened', 'Shown by'],
    issues.map((row) => findingRow(row)),
  );
}

/** What each finding that is resolved rests on: a judgement, a later look, a waiver, or another register. */
export function resolvedBy(issues: readonly FindingRow[]): readonly Block[] {
  const items = issues.flatMap(({ id, status, basis }): readonly (readonly Inline[])[] =>
    basis === null ? [] : [[code(`finding-${id}`), ' is ', code(status), ': ', ...basisWords(basis), '.']],
  );
  return items.length === 0 ? [] : [list(items)];
}

function basisWords({ kind, ref }: FindingBasis): readonly Inline[] {
  switch (kind) {
    case 'judgement':
      return ['a judgement made after the fix shows it, ', code(`judgement-${ref}`)];
    case 'recheck':
      return ['its rule looked again after the fix and saw ', { quote: ref }];
    case 'waiver':
      return ['no judgement shows it; the waiver says ', { quote: ref }];
    case 'elsewhere':
      return ['it was resolved elsewhere (', code(ref), '), no judgement in this store shows it'];
  }
}

function findingRow({ id, impact, title, status, intended, openedAt, links }: FindingRow): readonly (readonly Inline[])[] {
  const shown = links.slice(0, LINKS).map((link): readonly Inline[] => [code(shortName(link))]);
  return [
    [code(`finding-${id}`)],
    [impact],
    [{ quote: title }],
    [code(status)],
    [intended === null ? '–' : { quote: intended }],
    [{ time: openedAt }],
    [...joined(shown, ', ', '–'), links.length > LINKS ? ' and more' : ''],
  ];
}

/** Of an address its end: that is the ticket. */
function shortName(link: FindingLink): string {
  if (link.kind === 'evidence') return link.ref.slice(0, 12);
  const name = linkName(link);
  return link.kind === 'url' && name.length > LONGEST_ADDRESS ? `…${name.slice(-LONGEST_ADDRESS)}` : name;
}
