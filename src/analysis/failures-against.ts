import type { RunFacts } from '../store/rows.ts';
import { rejections } from './benjamini-hochberg.ts';
import { failureChange, type FailureChange } from './failure-change.ts';
import { looksOf, subjectsOf, type SubjectRef } from './select.ts';

export interface SubjectFailures extends FailureChange {
  readonly subject: SubjectRef;
  /** It certainly fails more often than in the baseline, at the rate of false alarms that was allowed. */
  readonly isMore: boolean;
}

/**
 * Failures of every subject that both sides looked at, the newer runs against the baseline's; our own subjects left out. One-sided,
 * the rate shared over the subjects by Benjamini & Hochberg.
 */
export function failuresAgainst(baseline: RunFacts, current: RunFacts, rate: number): readonly SubjectFailures[] {
  const changes = subjectsOf(current)
    .filter(({ kind }) => kind !== 'self')
    .map((subject) => ({ subject, ...failureChange(looksOf(current, subject), looksOf(baseline, subject)) }))
    .filter(({ window, baseline: before }) => window.n > 0 && before.n > 0);
  const ps = changes.map(({ p }) => p.greater);
  const least = ps.toSorted((a, b) => a - b)[rejections(ps, rate) - 1] ?? -1;
  return changes.map((change) => ({ ...change, isMore: change.p.greater <= least }));
}
