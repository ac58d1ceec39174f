import { OUTCOMES } from '../../../src/core/outcome.ts';
import { code, heading, paragraph, table } from '../../blocks.ts';
import { count, statistic } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { foundMapFigure } from '../../figures/found-map.ts';
import { cellLength, cellsOf, lookCells } from '../../status/cells.ts';
import type { IncidentModel } from '../model.ts';

/** Look by look around its start and its end. */
export function timeline(model: IncidentModel): readonly Block[] {
  const head = heading(1, 'Timeline', 'timeline');
  if (model.shown.length === 0) return [head, paragraph('None of its looks is there any more.')];
  const rows = model.shown.flatMap(({ index, between }) => [
    ...(between === 0 ? [] : [leftOut(model, index, between)]),
    lookRow(model, index),
  ]);
  const caption = ['Looks around its start and its end. Took: from its beginning until the look ended, whatever it found.'];
  return [head, figure(model), table('timeline-table', caption, ['At', 'Found', 'Code', 'Took>', 'Observation', 'Evidence'], rows)];
}

function figure({ around, looks, incident }: IncidentModel): Block {
  const outage = { ...incident, code: '', downtime: { min: 0, max: null }, looks: 0, observations: [] };
  const cells = lookCells(looks, cellsOf(around, cellLength(around, usualInterval(looks))), [outage]);
  const caption = [
    'The time around it, from ',
    { time: around.from },
    ' to ',
    { time: around.to },
    ': the worst that the looks of each stretch found.',
  ];
  const alt = 'A row along the calendar: stretches in which all looks were ok, some failed, the outage lay, or nobody looked';
  return foundMapFigure({ id: 'around', caption, alt }, [{ name: incident.subjectKey, cells }]);
}

/** Between two looks, µs: a stretch in which none was due would look like one that nobody watched. */
function usualInterval({ at }: IncidentModel['looks']): number {
  const between = Float64Array.from(at.subarray(1), (instant, index) => instant - (at[index] as number)).toSorted();
  // A tick comes a little late now and then.
  return 0.9 * (between[Math.floor(between.length / 2)] ?? 0);
}

function lookRow({ looks, observations }: IncidentModel, index: number): readonly (readonly Inline[])[] {
  const id = looks.obs[index] as number;
  const row = observations.find((observation) => observation.id === id);
  return [
    [{ time: looks.at[index] as number }],
    [OUTCOMES[looks.outcome[index] as number] ?? 'unknown'],
    row?.code == null ? ['–'] : [code(row.code)],
    row === undefined
      ? ['–']
      : [statistic(row.tookUs / 1e6, 'seconds', 'took_seconds', { rows: 'observations', runs: [], observations: [id] })],
    [code(`obs-${id}`)],
    row === undefined || row.evidence === null ? ['none'] : [code(row.evidence.slice(0, 12))],
  ];
}

function leftOut({ looks, select }: IncidentModel, index: number, between: number): readonly (readonly Inline[])[] {
  const window = { from: (looks.at[index - between - 1] as number) + 1, to: looks.at[index] as number };
  const failed = looks.outcome.subarray(index - between, index).filter((outcome) => outcome === 2).length;
  return [
    ['…'],
    [count(between, select(window)), ' looks between'],
    [count(failed, select(window, { outcomes: ['failed'] })), ' failed'],
    [],
    [],
    [],
  ];
}
