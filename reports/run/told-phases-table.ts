import { code, paragraph, table } from '../blocks.ts';
import { count, statistic } from '../claim.ts';
import type { Inline, ParagraphBlock, TableBlock } from '../document.ts';
import { medianWords } from '../spread-words.ts';
import type { RentedPhase } from './rented-phases.ts';
import { sideCells, sideTitles, type Side } from './side.ts';

/** The provider's own times beside ours; a sentence where it tells none. */
export function toldPhasesTable(sides: readonly Side[], id = 'told-phases-table'): TableBlock | ParagraphBlock {
  if (sides.every(({ model }) => model.rented.told.length === 0)) return paragraph('The provider reports no times of its own.');
  const rows = sides.flatMap((side) => {
    const { phases, told } = side.model.rented;
    return told.map((one) =>
      sideCells(
        side,
        cells(
          one,
          phases.find(({ phase }) => phase === one.phase),
        ),
      ),
    );
  });
  const caption = [
    "The provider's own times, from its taking an order to its having done it, beside ours, which hold the way there and back and the wait until we looked again.",
  ];
  return table(
    id,
    caption,
    sideTitles(sides, ['Phase', 'n>', 'By the provider: median>', 'By the provider: greatest>', 'By us: median>', 'By us: greatest>']),
    rows,
  );
}

function cells({ phase, fluctuation: told, selection }: RentedPhase, ours: RentedPhase | undefined): readonly (readonly Inline[])[] {
  return [
    [code(phase)],
    [count(told.n, selection)],
    medianWords(told, 'seconds', selection),
    [statistic(told.max, 'seconds', 'max', selection)],
    ours === undefined ? ['–'] : medianWords(ours.fluctuation, 'seconds', ours.selection),
    ours === undefined ? ['–'] : [statistic(ours.fluctuation.max, 'seconds', 'max', ours.selection)],
  ];
}
