import type { FindingRule } from '../core/finding.ts';
import { metricOf } from '../core/metrics.ts';
import type { JudgementRow } from '../store/rows.ts';
import { ruleFor } from './finding-rules.ts';
import { figureWords, timeWords } from './finding-words.ts';
import type { FindingDraft } from './types.ts';

/** The finding of a change that was confirmed; null where no rule asks for it, and where it is not one for the worse. */
export function changeFinding({ kind, metric, tags, target, result }: JudgementRow, rules: readonly FindingRule[]): FindingDraft | null {
  const rule = ruleFor(rules, 'change', target, metric);
  const worse = metricOf(metric)?.worse;
  if (rule === null || kind !== 'change' || result['direction'] !== worse || (worse !== 'up' && worse !== 'down')) return null;
  const named = Object.entries(tags)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `${tag}=${value}`)
    .join(' ');
  const since = typeof result.since === 'number' ? ` since ${timeWords(result.since)}` : '';
  return {
    rule: `change:${metric}:${named}`,
    target,
    title: `${metric} ${named} moved ${worse}${sizeOf(result)}${since}`,
    impact: rule.impact ?? 'Medium',
    description: `Confirmed by change-point detection${typeof result['p'] === 'number' ? `, p ${figureWords(result['p'])}` : ''}.`,
    observations: [],
  };
}

function sizeOf({ effect, size }: JudgementRow['result']): string {
  const value = (size as { readonly value?: unknown } | undefined)?.value;
  if (typeof value !== 'number') return '';
  return effect === 'ratio' ? `, × ${figureWords(value)}` : ` by ${figureWords(value)}`;
}
