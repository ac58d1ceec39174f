import { code, paragraph } from '../../blocks.ts';
import type { Inline, Selection } from '../../document.ts';
import { FINDING_STATUSES, IMPACTS } from '../../../src/core/finding.ts';
import type { FindingRow } from '../../../src/store/rows.ts';
import { findingsCount } from '../../findings-count.ts';
import { findingsTable, resolvedBy } from '../../run/sections/findings.ts';
import { refuse } from '../refuse.ts';
import { takeArguments, type Arguments } from './arguments.ts';
import type { Directive } from '../text/directive.ts';
import { asTable, type MakeBlock } from './block.ts';
import type { Measured } from './campaigns.ts';

/** What chooses findings. */
export const FINDING_OPTIONS = ['status', 'impact', 'target'];

/** The table of issues: of the register, or those of it with a status or an impact. */
export const findingsBlock: MakeBlock = (directive, measured, id) => {
  const taken = takeArguments(directive, measured, { campaigns: 'none', options: FINDING_OPTIONS });
  const findings = findingsAsked(measured, taken);
  const block =
    findings.length === 0 ? paragraph('None: no rule found anything to report, and nobody entered an issue.') : findingsTable(findings);
  const { status, impact, target } = filterOf(taken);
  const which: readonly Inline[] = [
    ...(status === null ? [] : [`, status ${status}`]),
    ...(impact === null ? [] : [`, impact ${impact}`]),
    ...(target === null ? [] : [', target ', code(target)]),
  ];
  return { title: ['Issues found', ...which], block: asTable(block, id, 'Issues'), behind: resolvedBy(findings) };
};

/** Findings with the status and the impact that the options name; all where they name none. */
export function findingsAsked({ findings }: Measured, taken: Arguments): readonly FindingRow[] {
  const { status, impact, target } = filterOf(taken);
  return findings.filter(
    (row) => (status ?? row.status) === row.status && (impact ?? row.impact) === row.impact && (target === null || target === row.target),
  );
}

/** `Eight issues: three resolved, one closed, three in progress, one pending review.` */
export const findingsSentence = (directive: Directive, measured: Measured): readonly Inline[] => {
  const taken = takeArguments(directive, measured, { campaigns: 'none', options: FINDING_OPTIONS });
  return findingsCount(findingsAsked(measured, taken), findingsSelection(taken));
};

/** How to select them again, from the whole register. */
export function findingsSelection(taken: Arguments): Selection {
  const { status, impact, target } = filterOf(taken);
  return {
    rows: 'findings',
    runs: [],
    ...(impact === null ? {} : { kind: impact }),
    ...(status === null ? {} : { state: status }),
    ...(target === null ? {} : { target }),
  };
}

/** Refuses a status or an impact that there is not. */
function filterOf({ option }: Arguments): {
  readonly status: string | null;
  readonly impact: string | null;
  readonly target: string | null;
} {
  return {
    status: oneOf(FINDING_STATUSES, 'status', option('status')),
    impact: oneOf(IMPACTS, 'impact', option('impact')),
    target: option('target') ?? null,
  };
}

function oneOf(known: readonly string[], key: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  return known.find((one) => one.toLowerCase() === text.toLowerCase()) ?? refuse(`${key}="${text}" is none of ${known.join(', ')}`);
}
