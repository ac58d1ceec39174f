import { code, heading, note, paragraph, table } from '../../blocks.ts';
import type { Block, TableBlock } from '../../document.ts';
import type { RunFacts } from '../../../src/store/rows.ts';

/** Dated events that fall into the time of the report. */
export function interventions({ events }: Pick<RunFacts, 'events'>): readonly Block[] {
  const head = heading(1, 'Interventions', 'interventions');
  if (events.length === 0) return [head, paragraph('None was entered for this time.')];
  return [
    head,
    note('An intervention that falls together with a change is a coincidence in time. It is no proof of a cause.'),
    interventionsTable(events),
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
