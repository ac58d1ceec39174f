import { slug } from '../blocks.ts';
import { constant } from '../claim.ts';
import type { FigureBlock, Inline } from '../document.ts';
import { phaseBarsFigure, type DrawnPart } from '../figures/phase-bars.ts';
import type { RunModel } from './model.ts';
import { sideWords, type Side } from './side.ts';

/** Bars that a figure has room for; of more, the slowest are drawn. */
const BARS = 40;

/** What an instance takes until it can be used: one bar each, phase upon phase. None where no phase ended well. */
export function rentingBars(side: Side): readonly FigureBlock[] {
  const instances = stacked(side.model);
  if (instances.length === 0) return [];
  const isCut = instances.length > BARS;
  const slowest = isCut ? instances.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, BARS) : instances;
  const caption: readonly Inline[] = [
    ...sideWords(side),
    'Time until each instance could be used, phase upon phase; releasing is not in it.',
    ...(slowest.some((parts) => parts.some(({ outlier }) => outlier)) ? [' A phase that stands out is outlined and named.'] : []),
    ...(isCut ? [' Drawn are the ', constant(BARS, 'count', 'bars that a figure has room for'), ' slowest only.'] : []),
  ];
  const alt = 'Bars: for each instance the phases of renting it, one after the other';
  return [phaseBarsFigure({ id: side.name === null ? 'renting' : `renting-${slug(side.name)}`, caption, alt }, slowest.flat())];
}

function lengthOf(parts: readonly DrawnPart[]): number {
  return parts.at(-1)?.to ?? 0;
}

/** The parts of each instance in the order of its phases, instances in the order of their rows. */
function stacked({ rented, instanceLabel, facts }: RunModel): readonly (readonly DrawnPart[])[] {
  const phases = rented.phases.filter(({ phase }) => phase !== 'release');
  return facts.instances.flatMap(({ id }): readonly (readonly DrawnPart[])[] => {
    let from = 0;
    const parts = phases.flatMap(({ phase, values }) =>
      values
        .filter(({ instance }) => instance === id)
        .map(({ value, obs }): DrawnPart => {
          const outlier = rented.outliers.some((one) => one.obs === obs && one.phase === phase);
          const part = { instance: instanceLabel(id), phase, from, to: from + value, outlier };
          from = part.to;
          return part;
        }),
    );
    return parts.length === 0 ? [] : [parts];
  });
}
