import type { IncidentRow } from '../../../src/store/rows.ts';
import { code, heading, paragraph, table } from '../../blocks.ts';
import { constant, withInterval } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { incidentDown } from '../incident-words.ts';
import type { IncidentModel } from '../model.ts';

/** Rows of the table of earlier incidents, the newest. */
const LISTED = 50;

/** How often this happens, and what the register says of it. */
export function history(model: IncidentModel): readonly Block[] {
  return [heading(1, 'History', 'history'), ...earlier(model), paragraph(...between(model)), ...related(model), register(model)];
}

function earlier({ earlier: rows }: IncidentModel): readonly Block[] {
  if (rows.length === 0) return [paragraph('It is the first incident of this subject in the store.')];
  const cut: readonly Inline[] =
    rows.length > LISTED ? ['; only the newest ', constant(LISTED, 'count', 'rows of the table'), ' are printed'] : [];
  return [
    table(
      'earlier-table',
      ['Earlier incidents of the same subject', ...cut, '.'],
      TITLES,
      rows.slice(-LISTED).map((row) => cells(row)),
    ),
  ];
}

function related({ caused, cause }: IncidentModel): readonly Block[] {
  const rows = [...(cause === null ? [] : [cause]), ...caused];
  if (rows.length === 0) return [];
  return [
    table(
      'related-table',
      ['Its cause, and what it brought about.'],
      TITLES,
      rows.map((row) => cells(row)),
    ),
  ];
}

const TITLES = ['Incident', 'Subject', 'Kind', 'First failed', 'Last failed', 'First ok again', 'Down'];

function cells(row: IncidentRow): readonly (readonly Inline[])[] {
  return [
    [code(`incident-${row.id}`)],
    [code(row.subjectKey), ' of ', code(row.target)],
    [code(row.kind)],
    [{ time: row.firstBadAt }],
    [{ time: row.lastBadAt }],
    row.firstOkAt === null ? ['open'] : [{ time: row.firstOkAt }],
    incidentDown(row),
  ];
}

function between({ between: time, history: probe }: IncidentModel): readonly Inline[] {
  if (time === null || probe === null) return ['How often it fails cannot be told: none of its looks is left.'];
  const { window } = probe.selection;
  const since: readonly Inline[] = window === undefined ? [] : [' (looks from ', { time: window.from }, ' to ', { time: window.to }, ')'];
  if (time.began === 0) return ['No outage was seen to begin in the time for which looks are kept', ...since, '.'];
  const { openAfter, closeAfter } = probe.rule;
  const recipe = { statistic: 'time_between', of: probe.selection, parameters: { openAfter, closeAfter } } as const;
  return [
    'Time between outages (MTBF), of observed up time, if they come at a constant rate: ',
    ...withInterval(time.seconds, 'seconds', recipe),
    ...since,
    '.',
  ];
}

function register({ findings }: IncidentModel): Block {
  if (findings.length === 0) return paragraph('No finding of the register links to it.');
  const rows = findings.map(({ id, impact, title, status }): readonly (readonly Inline[])[] => [
    [code(`finding-${id}`)],
    [impact],
    [{ quote: title }],
    [code(status)],
  ]);
  return table('findings-table', ['Findings that link to it.'], ['Finding', 'Impact', 'Title', 'Status'], rows);
}
