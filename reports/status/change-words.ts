import { metricOf } from '../../src/core/metrics.ts';
import type { JudgementRow } from '../../src/store/rows.ts';
import { code } from '../blocks.ts';
import { claim } from '../claim.ts';
import type { Inline, Recipe } from '../document.ts';
import { metricUnit } from '../metric-words.ts';
import type { Unit } from '../quantity.ts';

/** A number at a place in the stored result of a judgement, or null where there is none. */
export function judgedNumber({ result }: JudgementRow, path: string): number | null {
  const value = path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], result);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The number as a claim; a dash where the judgement holds none. */
export function judgedWords(judgement: JudgementRow, path: string, unit: Unit): readonly Inline[] {
  const value = judgedNumber(judgement, path);
  if (value === null) return ['–'];
  const recipe: Recipe = { statistic: 'judged', of: { rows: 'judgements', runs: [] }, parameters: { judgement: judgement.id, path } };
  return [claim(value, unit, recipe)];
}

/** `1.21 × (1.15 × … 1.27 ×)`, or a difference in the metric's unit. */
export function sizeWords(judgement: JudgementRow): readonly Inline[] {
  const unit: Unit = judgement.result['effect'] === 'ratio' ? 'factor' : metricUnit(judgement.metric);
  const part = (path: string): readonly Inline[] => judgedWords(judgement, path, unit);
  const bounds =
    judgedNumber(judgement, 'size.low') === null ? [' (no interval)'] : [' (', ...part('size.low'), ' … ', ...part('size.high'), ')'];
  return [...part('size.value'), ...bounds];
}

/** From the direction that is bad news for this metric. */
export function betterOrWorse({ metric, result }: JudgementRow): 'worse' | 'better' | 'moved' {
  const worse = metricOf(metric)?.worse ?? 'either';
  if (worse === 'either') return 'moved';
  return result['direction'] === worse ? 'worse' : 'better';
}

/** `probe_duration_seconds phase=total probe=api`. */
export function seriesName({ metric, tags }: Pick<JudgementRow, 'metric' | 'tags'>): Inline {
  return code([metric, ...Object.entries(tags).map(([tag, value]) => `${tag}=${value}`)].join(' '));
}
