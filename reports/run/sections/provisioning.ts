import { code, heading, joined, list, note, paragraph, slug, strong, table } from '../../blocks.ts';
import { claim, count, statistic } from '../../claim.ts';
import type { Block, FigureBlock, Inline, Selection, TableBlock } from '../../document.ts';
import { phasesFigure } from '../../figures/phases.ts';
import { medianWords, robustCvWords } from '../../spread-words.ts';
import type { RunModel } from '../model.ts';
import type { RentedPhase } from '../rented-phases.ts';
import { rentingBars } from '../renting-bars.ts';
import { sideCells, sideTitles, sideWords, type Side } from '../side.ts';
import { toldPhasesTable } from '../told-phases-table.ts';

const METRIC = 'instance_phase_duration_seconds';

/** How long renting took, phase by phase, and which instance stands out. */
export function provisioning(sides: readonly Side[]): readonly Block[] {
  const head = heading(1, 'Provisioning', 'provisioning');
  const ledgers = sides.filter(({ model }) => model.facts.resources.length > 0).flatMap((side) => [ledger(side), ...leftovers(side)]);
  if (sides.every(({ model }) => model.rented.phases.length === 0)) {
    return [head, paragraph('Not measured, because no phase of renting an instance ended well.'), ...ledgers];
  }
  return [
    head,
    ...ledgers,
    ...outliers(sides),
    ...sides.flatMap((side) => [...rentingBars(side), ...phasesFigures(side)]),
    phasesTable(sides),
    toldPhasesTable(sides),
  ];
}

/** How long each phase took. */
export function phasesTable(sides: readonly Side[]): TableBlock {
  return table(
    'phases-table',
    ['From the order until the provider had done it, as seen from here.'],
    sideTitles(sides, ['Phase', 'n>', 'Median>', 'Smallest>', 'Greatest>', 'Robust CV>']),
    sides.flatMap((side) => side.model.rented.phases.map((phase) => sideCells(side, cells(phase)))),
  );
}

function ledger(side: Side): Block {
  const { runs, facts } = side.model;
  const servers = facts.resources.filter(({ kind }) => kind === 'server');
  const of: Selection = { rows: 'resources', runs, kind: 'server' };
  const gone = servers.filter(({ state }) => state === 'gone').length;
  return paragraph(
    ...sideWords(side),
    'Servers created: ',
    count(servers.length, of),
    ', verified gone: ',
    count(gone, { ...of, state: 'gone' }),
    '.',
  );
}

/** What was rented and is not known to be gone costs somebody money. */
function leftovers(side: Side): readonly Block[] {
  const left = side.model.facts.resources.filter(({ state }) => state !== 'gone');
  if (left.length === 0) return [];
  const each = left.map(({ name, state, lastError }): readonly Inline[] => [
    code(name),
    ` is ${state}`,
    ...(lastError === null ? [] : [' (', { quote: lastError }, ')']),
  ]);
  return [
    note(
      ...sideWords(side),
      'Not gone when this was written: ',
      ...joined(each, '; '),
      '. ',
      code('evenkeel instances reap'),
      ' deletes it.',
    ),
  ];
}

/** The time of each phase by instance; none where no phase ended well. */
export function phasesFigures(side: Side): readonly FigureBlock[] {
  const { rented, instanceLabel } = side.model;
  // One act holds all phases of an instance: the observation alone does not tell which of them stands out.
  const isOutlier = (observation: number, phase: string): boolean =>
    rented.outliers.some((outlier) => outlier.obs === observation && outlier.phase === phase);
  const drawn = rented.phases.flatMap(({ phase, values }) =>
    values.map(({ instance, value, obs }) => ({
      phase,
      instance: instanceLabel(instance),
      seconds: value,
      outlier: isOutlier(obs, phase),
    })),
  );
  if (drawn.length === 0) return [];
  const ring = rented.outliers.length === 0 ? '.' : '; a ring marks what stands out.';
  const caption = [...sideWords(side), `Time of each phase of renting, by instance${ring}`];
  const alt = 'Points: the time of each phase of renting, one line a phase, coloured by instance';
  return [phasesFigure({ id: side.name === null ? 'phases' : `phases-${slug(side.name)}`, caption, alt }, drawn)];
}

function cells({ phase, fluctuation: spread, selection }: RentedPhase): readonly (readonly Inline[])[] {
  return [
    [code(phase)],
    [count(spread.n, selection)],
    medianWords(spread, 'seconds', selection),
    [statistic(spread.min, 'seconds', 'min', selection)],
    [statistic(spread.max, 'seconds', 'max', selection)],
    robustCvWords(spread, selection),
  ];
}

/** Each with its phase, its time and how far it is from its peers. */
function outliers(sides: readonly Side[]): readonly Block[] {
  const items = sides.flatMap((side) =>
    side.model.rented.outliers.map((outlier) => [...sideWords(side), ...outlierWords(side.model, outlier)]),
  );
  return items.length === 0 ? [paragraph('No instance stands out in any phase.')] : [list(items)];
}

function outlierWords(model: RunModel, { instance, phase, obs, value, ratio }: RunModel['rented']['outliers'][number]): readonly Inline[] {
  const peers: Selection = { rows: 'samples', runs: model.runs, metric: METRIC, tags: { phase }, everyAttempt: true };
  const { everyAttempt: _, ...own } = { ...peers, observations: [obs] };
  return [
    strong('Stands out:'),
    ' ',
    code(`instance ${model.instanceLabel(instance)}`),
    ', phase ',
    code(phase),
    ' took ',
    statistic(value, 'seconds', 'value', own),
    ', ',
    claim(ratio, 'factor', { statistic: 'outlier_ratio', of: own, against: peers }),
    ' the median of the others (',
    code(`observation ${obs}`),
    ').',
  ];
}
