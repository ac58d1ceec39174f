import { code, heading, list, paragraph, strong, table } from '../../blocks.ts';
import { claim, count, statistic } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { phasesFigure } from '../../figures/phases.ts';
import { medianWords, robustCvWords } from '../../spread-words.ts';
import type { RunModel } from '../model.ts';

/** How long renting took, phase by phase, and which instance stands out. */
export function provisioning(model: RunModel): readonly Block[] {
  const { rented, runs, facts } = model;
  const head = heading(1, 'Provisioning', 'provisioning');
  const ledger = paragraph(
    'Servers created: ',
    count(servers(model), { rows: 'resources', runs, kind: 'server' }),
    ', verified gone: ',
    count(servers(model, 'gone'), { rows: 'resources', runs, kind: 'server', state: 'gone' }),
    '.',
  );
  if (rented.phases.length === 0)
    return [
      head,
      paragraph('Not measured, because no phase of renting an instance ended well.'),
      ...(facts.resources.length === 0 ? [] : [ledger]),
    ];
  const outlying = new Set(rented.outliers.map(({ obs }) => obs));
  const drawn = rented.phases.flatMap(({ phase, values }) =>
    values.map(({ instance, value, obs }) => ({
      phase,
      instance: model.instanceLabel(instance),
      seconds: value,
      outlier: outlying.has(obs),
    })),
  );
  const caption =
    outlying.size === 0
      ? 'Time of each phase of renting, by instance.'
      : 'Time of each phase of renting, by instance; a ring marks what stands out.';
  return [
    head,
    ledger,
    ...outliers(model),
    phasesFigure(
      { id: 'phases', caption: [caption], alt: 'Points: the time of each phase of renting, one line a phase, coloured by instance' },
      drawn,
    ),
    table(
      'phases-table',
      ['Seconds from the order until the provider had done it, as seen from here.'],
      ['Phase', 'n>', 'Median>', 'Smallest>', 'Greatest>', 'Robust CV>'],
      rented.phases.map(({ phase, fluctuation: spread, selection }) => [
        [code(phase)],
        [count(spread.n, selection)],
        medianWords(spread, 'seconds', selection),
        [statistic(spread.min, 'seconds', 'min', selection)],
        [statistic(spread.max, 'seconds', 'max', selection)],
        robustCvWords(spread, selection),
      ]),
    ),
  ];
}

function servers({ facts }: RunModel, state?: string): number {
  return facts.resources.filter((resource) => resource.kind === 'server' && (state === undefined || resource.state === state)).length;
}

/** Each with its phase, its time and how far it is from its peers. */
function outliers(model: RunModel): readonly Block[] {
  const { rented, runs } = model;
  if (rented.outliers.length === 0) return [paragraph('No instance stands out in any phase.')];
  const items = rented.outliers.map(({ instance, phase, obs, value, ratio }): readonly Inline[] => {
    const own: Selection = { rows: 'samples', runs, metric: 'instance_phase_duration_seconds', tags: { phase }, observations: [obs] };
    const peers: Selection = { rows: 'samples', runs, metric: 'instance_phase_duration_seconds', tags: { phase }, everyAttempt: true };
    return [
      strong('Stands out: '),
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
  });
  return [list(items)];
}
