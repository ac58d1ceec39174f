import type { FindingStatus } from '../core/finding.ts';
import { numberWord } from '../core/number-word.ts';

export interface StatusCount {
  readonly status: FindingStatus;
  readonly n: number;
}

/** What is done first, then what is under way, then what nobody has taken up. */
const ORDER: readonly FindingStatus[] = ['Resolved', 'Closed', 'In progress', 'Pending review', 'Open'];

/** How many findings have each status; those that none has are left out. */
export function countFindings(findings: readonly { readonly status: FindingStatus }[]): readonly StatusCount[] {
  return ORDER.map((status) => ({ status, n: findings.filter((finding) => finding.status === status).length })).filter(({ n }) => n > 0);
}

/** `eight issues: three resolved, one closed, three in progress, one pending review`; `no issues`; `one issue: open`. */
export function countingSentence(findings: readonly { readonly status: FindingStatus }[]): string {
  const counts = countFindings(findings);
  const [only] = counts;
  if (only === undefined) return 'no issues';
  if (findings.length === 1) return `one issue: ${only.status.toLowerCase()}`;
  const parts = counts.map(({ status, n }) => `${numberWord(n)} ${status.toLowerCase()}`);
  return `${numberWord(findings.length)} issues: ${parts.join(', ')}`;
}
