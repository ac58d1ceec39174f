import { code, heading, paragraph, table } from '../../blocks.ts';
import { count, statistic } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { interventionsTable } from '../../run/sections/interventions.ts';
import type { WatchedProbe } from '../../status/watched-probe.ts';
import type { IncidentModel } from '../model.ts';

const NEAR = 'The events of the time around it; a coincidence in time is no proof of a cause.';

/** What else failed, what our own observer had, and what people did in that time. */
export function meanwhile(model: IncidentModel): readonly Block[] {
  return [
    heading(1, 'Meanwhile', 'meanwhile'),
    othersTable(model),
    actsTable(model),
    ...observer(model),
    ...(model.events.length === 0
      ? [paragraph('No event was entered for the time around it.')]
      : [paragraph(NEAR), interventionsTable(model.events)]),
  ];
}

function othersTable({ others }: IncidentModel): Block {
  if (others.length === 0) return paragraph('No other probe was looked at meanwhile.');
  const looks = ({ selection }: WatchedProbe, n: number, outcomes?: readonly string[]): readonly Inline[] => [
    count(n, outcomes === undefined ? selection : { ...selection, outcomes }),
  ];
  const rows = others.map((probe) => [
    [code(probe.subject.key)],
    [code(probe.subject.target)],
    [code(probe.subject.observer)],
    looks(probe, probe.all.looks),
    looks(probe, probe.all.slow, ['slow']),
    looks(probe, probe.all.failed, ['failed']),
  ]);
  const caption = ['Looks at other probes from the first failure until it was up again.'];
  return table('others-table', caption, ['Probe', 'Target', 'Seen from', 'Looks>', 'Slow>', 'Failed>'], rows);
}

function actsTable({ acts }: IncidentModel): Block {
  if (acts.length === 0) return paragraph('No act of a run failed or was slow meanwhile.');
  const rows = acts.map(({ id, at, subjectKind, subjectKey, target, outcome, code: text, tookUs }) => [
    [{ time: at }],
    [code(`${subjectKind} ${subjectKey}`)],
    [code(target)],
    [outcome],
    text === null ? ['–'] : [code(text)],
    [statistic(tookUs / 1e6, 'seconds', 'took_seconds', { rows: 'observations', runs: [], observations: [id] })],
    [code(`obs-${id}`)],
  ]);
  const caption = ['Acts of runs that failed or were slow meanwhile, the first of them.'];
  return table('acts-table', caption, ['At', 'Act', 'Target', 'Found', 'Code', 'Took>', 'Observation'], rows);
}

function observer({ plan: { gaps }, looks, around, select }: IncidentModel): readonly Block[] {
  const marked = looks.marks.filter((marks) => marks !== 0).length;
  const words: readonly Inline[] = [
    'Looks at the subject in the time around it that are marked for trouble of our own: ',
    count(marked, select(around, { marks: 7 })),
    '.',
  ];
  if (gaps.length === 0) return [paragraph(...words, ' The watch recorded no gap of its own in that time.')];
  const rows = gaps.map(({ reason, schedule, fromAt, toAt, observer: name }) => [
    [reason],
    schedule === null ? ['all'] : [code(schedule)],
    [code(name)],
    [{ time: fromAt }],
    [{ time: toAt }],
  ]);
  const caption = ['Gaps of the watch itself in the time around it: within them nothing is known.'];
  return [paragraph(...words), table('gaps-table', caption, ['Reason', 'Probe', 'Vantage point', 'From', 'Until'], rows)];
}
