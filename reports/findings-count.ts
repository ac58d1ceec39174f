import { countFindings } from '../src/analysis/count-findings.ts';
import { numberWord } from '../src/core/number-word.ts';
import type { FindingRow } from '../src/store/rows.ts';
import type { Inline, Selection } from './document.ts';

/** `Eight issues: three resolved, one closed, three in progress, one pending review.` Each number is a claim; `of` selects these findings. */
export function findingsCount(findings: readonly FindingRow[], of: Selection): readonly Inline[] {
  const counts = countFindings(findings);
  const [only] = counts;
  if (findings.length === 0) return ['No issues.'];
  const worded = (value: number, text: string, selection: Selection): Inline => ({
    claim: true,
    value,
    text,
    recipe: { statistic: 'count', of: selection },
  });
  const all = worded(findings.length, capital(numberWord(findings.length)), of);
  if (findings.length === 1) return [all, only === undefined ? ' issue.' : ` issue: ${only.status.toLowerCase()}.`];
  const parts = counts.flatMap(({ status, n }, index): readonly Inline[] => [
    index === 0 ? '' : ', ',
    worded(n, numberWord(n), { ...of, state: status }),
    ` ${status.toLowerCase()}`,
  ]);
  return [all, parts.length === 0 ? ' issues' : ' issues: ', ...parts, '.'];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
