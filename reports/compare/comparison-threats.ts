import { constant } from '../claim.ts';
import type { Inline } from '../document.ts';
import { metricWords } from '../metric-words.ts';
import type { RunModel } from '../run/model.ts';
import { changedRows } from '../run/sections/environment.ts';
import { sidesOf, type CompareModel } from './model.ts';

/** What limits a comparison beside what limits each side: many claims, the order of the sides, what else changed. */
export function comparisonThreats(model: CompareModel): readonly (readonly Inline[])[] {
  const claims = model.series.length * 2;
  const judged: readonly Inline[] = [
    'Claims judged here: ',
    constant(claims, 'count', 'claims: level and spread of each figure'),
    ', each with a rate of false alarms of ',
    constant(model.rule.alpha, 'percent', 'two-sided false-alarm rate of one claim'),
    ' at most; with many claims one may be false.',
  ];
  const order = [...orderOfSides(model), ...environmentChanged(model)];
  return model.series.length === 0 ? order : [judged, ...doubted(model), ...order];
}

/** Sides that follow each other differ in whatever else changed meanwhile; runs of both in turns do not. */
function orderOfSides({ before, after }: CompareModel): readonly (readonly Inline[])[] {
  const spanOf = ({ facts }: RunModel): readonly [from: number, to: number] => [
    Math.min(...facts.runs.map(({ startedAt }) => startedAt)),
    Math.max(...facts.runs.map(({ startedAt, endedAt }) => endedAt ?? startedAt)),
  ];
  const [[beforeFrom, beforeTo], [afterFrom, afterTo]] = [spanOf(before), spanOf(after)];
  const rest = 'whatever else changed in between is in the difference too.';
  if (beforeTo <= afterFrom) return [[`The sides were measured one after the other: ${rest}`]];
  if (afterTo <= beforeFrom) return [[`What is called after was measured first, and before later: ${rest}`]];
  return [['Runs of both sides were measured in the same time; what went with the time of day is in both.']];
}

function environmentChanged(model: CompareModel): readonly (readonly Inline[])[] {
  const changed = changedRows(sidesOf(model));
  if (changed.length === 0) return [];
  return [
    [
      `Between the sides changed: ${changed.join(', ')} (table of design and environment). What was meant to change and what was not, this report does not know.`,
    ],
  ];
}

/** Where another way to the interval would have led to another verdict. */
function doubted({ series }: CompareModel): readonly (readonly Inline[])[] {
  return series
    .filter(({ level }) => level.crossCheck !== null && !level.crossCheck.agrees)
    .map(({ before, level }) => [
      'The hierarchical bootstrap does not agree on the level of ',
      ...metricWords(before.metric, before.tags),
      `: by it the verdict would be ${level.crossCheck?.verdict ?? ''}.`,
    ]);
}
