import { isoTime } from '../src/core/units.ts';
import { cleanLine } from '../src/core/clean-text.ts';
import type { Recipe, Selection } from './document.ts';

/** A recipe in words, for the title of a number: `median of samples job_duration_seconds{job_kind=cpu} in run …`. */
export function describeRecipe(recipe: Recipe): string {
  const { statistic, of, against, bound, parameters } = recipe;
  if (statistic === 'constant') return cleanLine(`constant: ${parameters?.['from'] ?? 'unnamed'}`);
  if (statistic === 'judged') return cleanLine(`${parameters?.['path']} of judgement-${parameters?.['judgement']}`);
  const side = bound === undefined ? '' : `${bound.side === 'low' ? 'lower' : 'upper'} bound (level ${bound.level}) of `;
  const other = against === undefined ? '' : ` against ${describeSelection(against)}`;
  const what = statistic === 'verdict' ? `verdict (${parameters?.['about'] ?? 'unnamed'})` : statistic;
  return `${side}${what} of ${describeSelection(of)}${other}`;
}

function describeSelection(selection: Selection): string {
  const tags = Object.entries(selection.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const words = [
    selection.rows,
    selection.metric === undefined ? '' : `${selection.metric}${tags.length === 0 ? '' : `{${tags.join(',')}}`}`,
    selection.subject === undefined ? '' : `of ${selection.subject.kind} ${selection.subject.key}`,
    selection.flavour === undefined ? '' : `on flavour ${selection.flavour}`,
    selection.cpuModel === undefined ? '' : `on CPU ${selection.cpuModel}`,
    selection.code === undefined ? '' : `with code ${selection.code}`,
    selection.outcomes === undefined ? '' : `with outcome ${selection.outcomes.join('/')}`,
    selection.observations === undefined ? '' : `in observations ${idList(selection.observations)}`,
    selection.kind === undefined ? '' : `of kind ${selection.kind}`,
    selection.state === undefined ? '' : `in state ${selection.state}`,
    selection.observer === undefined ? '' : `seen from ${selection.observer}`,
    selection.window === undefined ? '' : `from ${isoTime(selection.window.from)} until ${isoTime(selection.window.to)}`,
    selection.runs.length === 0
      ? ''
      : `in run ${selection.runs.length > 3 ? `${selection.runs[0]} and ${selection.runs.length - 1} more` : selection.runs.join(', ')}`,
  ];
  return cleanLine(words.filter((word) => word !== '').join(' '), 400);
}

function idList(ids: readonly number[]): string {
  return ids.length > 6 ? `${ids.slice(0, 6).join(', ')} and ${ids.length - 6} more` : ids.join(', ');
}
