import { code, heading, paragraph, table } from '../../blocks.ts';
import { count } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import type { StatusModel } from '../model.ts';

/** What was run in the window; what the runs say stands in their own reports. */
export function runsSection({ runs, window, target }: StatusModel): readonly Block[] {
  const head = heading(1, 'Runs and campaigns', 'runs');
  if (runs.length === 0) return [head, paragraph('Nothing was run in this window.')];
  const of = { rows: 'runs', runs: [], window, ...(target === null ? {} : { target }) } as const;
  const rows = runs.map((run): readonly (readonly Inline[])[] => [
    [code(run.uid)],
    run.campaign === null ? ['–'] : [code(run.campaign)],
    [code(run.target)],
    [{ time: run.startedAt }],
    run.endedAt === null ? ['not ended'] : [{ time: run.endedAt }],
    [run.state.replace('_', ' ')],
    [run.exit === null ? '–' : code(String(run.exit))],
  ]);
  return [
    head,
    paragraph(
      'Runs that touch the window: ',
      count(runs.length, of),
      '. Each has a report of its own: ',
      code('evenkeel report run RUN'),
      '.',
    ),
    table('runs-table', ['Instants in UTC.'], ['Run', 'Campaign', 'Target', 'Started', 'Ended', 'State', 'Exit'], rows),
  ];
}
