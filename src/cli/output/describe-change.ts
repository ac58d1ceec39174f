import { metricOf } from '../../core/metrics.ts';
import { isoTime } from '../../core/units.ts';
import type { SeriesChange } from '../../incidents/watched-series.ts';
import { digits } from './digits.ts';

/** One line for the operator: what moved, since when, by how much with its 95 % interval, and under which judgement to find it. */
export function describeChange({ name, moved, judgement }: SeriesChange & { readonly judgement: number }): string {
  const { metric, tags, target } = name;
  const { effect, size } = moved.change;
  const text = effect === 'ratio' ? (value: number) => `× ${digits(value)}` : (value: number) => `${value > 0 ? '+' : ''}${digits(value)}`;
  const bounds = size.low === null || size.high === null ? '' : ` (${text(size.low)} … ${text(size.high)})`;
  const worse = metricOf(metric)?.worse;
  const judged = worse === undefined || worse === 'either' ? '' : worse === moved.direction ? ', worse' : ', better';
  const what = [target, metric, ...Object.entries(tags).map(([tag, value]) => `${tag}=${value}`)].join(' ');
  return `change${judged}: ${what}, ${text(size.value)}${bounds} since ${isoTime(moved.since)} (judgement-${judgement})\n`;
}
