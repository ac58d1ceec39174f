import type { EventRow, RunFacts } from '../../../src/store/rows.ts';
import { code, heading, joined, note, paragraph, table } from '../../blocks.ts';
import { constant, statistic } from '../../claim.ts';
import { ratioWords, verdictWords } from '../../compare/verdict-words.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import {
  aroundEvent,
  changesOfRuns,
  isNear,
  NEAR_US,
  RULE,
  type AroundEvent,
  type NearChange,
  type SideOfEvent,
} from '../around-events.ts';
import type { RunModel } from '../model.ts';

/** Events that are looked at from both sides; of more, the newest. */
const LOOKED_AT = 20;

/** Dated events that fall into the time of the report; with a model, what moved near them, and its runs before held against those after. */
export function interventions({ events }: Pick<RunFacts, 'events'>, model?: RunModel): readonly Block[] {
  const head = heading(1, 'Interventions', 'interventions');
  if (events.length === 0) return [head, paragraph('None was entered for this time.')];
  return [
    head,
    note('An intervention that falls together with a change is a coincidence in time. It is no proof of a cause.'),
    interventionsTable(events),
    ...(model === undefined ? [] : aroundTable(model, events)),
  ];
}

export function interventionsTable(events: RunFacts['events']): TableBlock {
  const rows = events
    .toSorted((a, b) => a.at - b.at || a.id - b.id)
    .map(({ at, until, kind, target, text }) => [
      [{ time: at }],
      until === null ? ['–'] : [{ time: until }],
      [code(kind)],
      target === null ? ['all'] : [code(target)],
      [{ quote: text }],
    ]);
  return table('interventions-table', ['As people entered them.'], ['From', 'Until', 'Kind', 'Target', 'What'], rows);
}

/** Each event with each kind of job: what moved near it, and after ÷ before. None where no job ended well. */
export function aroundTable(model: RunModel, events: readonly EventRow[], id = 'around-table'): readonly TableBlock[] {
  const series = model.series.filter(({ metric }) => metric === 'job_duration_seconds');
  if (series.length === 0) return [];
  const newest = events.toSorted((a, b) => a.at - b.at || a.id - b.id).slice(-LOOKED_AT);
  const found = new Map(series.map((one) => [one, changesOfRuns(one)]));
  const rows = newest.flatMap((event) =>
    series.map((one) => {
      const stored = model.changes.filter(({ name }) => name === `${one.metric} ${one.jobKind}`);
      const near = [...(found.get(one) ?? []), ...stored].filter((change) => isNear(change, event));
      return cells(aroundEvent(model.facts, event, one), near);
    }),
  );
  const caption: readonly Inline[] = [
    'Whole runs before an event against whole runs after it. Near is a change of level whose plausible instants come within ',
    constant(NEAR_US / 1e6, 'seconds', 'how close a change is called near an event'),
    ' of it: found over the medians of these runs, or by the watch.',
    ...(events.length > LOOKED_AT
      ? [' Only the newest ', constant(LOOKED_AT, 'count', 'events that are looked at'), ' events are here.']
      : []),
  ];
  return [table(id, caption, ['Event', 'Jobs', 'Units before>', 'after>', 'Level, after ÷ before>', 'Verdict', 'Changes near it'], rows)];
}

function cells(
  { event, series, before, after, worse, comparison }: AroundEvent,
  near: readonly NearChange[],
): readonly (readonly Inline[])[] {
  const what: readonly Inline[] = [code(event.kind), ' ', { time: event.at }];
  const head = [what, [code(series.jobKind)], [unitsWords(before)], [unitsWords(after)]];
  const changes = joined(near.map((change) => changeWords(change)), '; ', 'none'); // prettier-ignore
  if (before.selection === null || after.selection === null) {
    const side = before.selection === null ? 'before' : 'after';
    return [...head, ['–'], [`cannot be judged: no whole run ${side} it`], changes];
  }
  const judged = { comparison, from: { selection: before.selection }, to: { selection: after.selection }, worse, rule: RULE } as const;
  return [...head, ratioWords(judged), verdictWords(judged), changes];
}

function unitsWords({ units, selection }: SideOfEvent): Inline {
  return selection === null ? 'none' : statistic(units.length, 'count', 'units', selection);
}

function changeWords({ direction, since, earliestAt, latestAt, judgement }: NearChange): readonly Inline[] {
  return [
    `${direction} since `,
    { time: since },
    ' (between ',
    { time: earliestAt },
    ' and ',
    { time: latestAt },
    judgement === null ? ')' : ', ',
    ...(judgement === null ? [] : [code(`judgement ${judgement}`), ')']),
  ];
}
