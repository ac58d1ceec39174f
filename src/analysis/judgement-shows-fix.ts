import { metricOf } from '../core/metrics.ts';
import type { FindingRow, JudgementRow } from '../store/rows.ts';

/**
 * From when on something can show that a finding is resolved, µs: after it was opened, after a rule found it last, and after it was last In progress
 * (after that began, where it is still In progress).
 */
export function fixedFrom({ openedAt, seenAt, history, rule }: FindingRow): number {
  const began = history.findLastIndex(({ status }) => status === 'In progress');
  const left = began === -1 ? undefined : (history.slice(began).find(({ status }) => status !== 'In progress') ?? history[began]);
  return Math.max(openedAt, rule === null ? openedAt : seenAt, left?.at ?? openedAt);
}

/**
 * Why a judgement does not show that a finding is resolved, or null where it does: it is of the finding's target, was made after `fixedFrom` on what was
 * measured after it, and says improvement or equivalent; a change has to be one for the better.
 */
export function whyNotFixed(judgement: JudgementRow, finding: FindingRow): string | null {
  const from = fixedFrom(finding);
  const { at, target, result } = judgement;
  if (finding.target !== null && finding.target !== target) return `it is on ${target}, not on ${finding.target}`;
  if (at < from) return 'it was made before the fix';
  if (typeof result.since === 'number' && result.since < from) return 'what it was made from was measured before the fix';
  return saysWell(judgement) ? null : `it says ${judgementWords(judgement)}`;
}

function saysWell({ kind, metric, result }: JudgementRow): boolean {
  if (kind === 'verdict') return result['verdict'] === 'improvement' || result['verdict'] === 'equivalent';
  if (kind === 'objective') return result['state'] === 'met';
  const worse = metricOf(metric)?.worse ?? 'either';
  const { direction } = result;
  return kind === 'change' && worse !== 'either' && (direction === 'up' || direction === 'down') && direction !== worse;
}

/** What a judgement says, in a word or two. */
export function judgementWords({ kind, result }: JudgementRow): string {
  const said = kind === 'change' ? result['direction'] : kind === 'objective' ? result['state'] : result['verdict'];
  return `${kind === 'change' ? 'change ' : ''}${typeof said === 'string' ? said : 'nothing'}`.trim();
}
