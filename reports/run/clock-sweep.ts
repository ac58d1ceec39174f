import type { PriceConfig } from '../../src/config/types.ts';
import { code, table } from '../blocks.ts';
import { count, withInterval } from '../claim.ts';
import type { Block, Inline } from '../document.ts';
import { clockSweepFigure } from '../figures/clock-sweep.ts';
import { medianWords } from '../spread-words.ts';
import { costs, flavourJobs, priceOf, type FlavourJobs } from './priced-jobs.ts';
import { sideCells, sideTitles, type Side } from './side.ts';

interface Clocked {
  readonly side: Side;
  readonly jobs: FlavourJobs;
  /** GHz. */
  readonly clock: number;
  readonly price: PriceConfig | undefined;
}

/** Time and cost of the CPU jobs by the clock that the CPU's name tells. None where there are not two clocks. */
export function clockSweep(sides: readonly Side[]): readonly Block[] {
  const all = sides.flatMap((side) =>
    flavourJobs(side.model, { byCpu: true }).flatMap((jobs): readonly Clocked[] => {
      const clock = clockOf(jobs.cpuModel ?? '');
      return clock === null || jobs.series.jobKind !== 'cpu' ? [] : [{ side, jobs, clock, price: priceOf(side.model.prices, jobs) }];
    }),
  );
  if (new Set(all.map(({ clock }) => clock)).size < 2) return [];
  const ordered = all.toSorted((a, b) => a.clock - b.clock);
  const caption: readonly Inline[] = [
    'Time of the ',
    code('cpu'),
    ' jobs by the clock that the name of the CPU tells. What it ran at may have been another. The axes do not begin at zero.',
  ];
  const drawn = ordered.map(({ side, jobs, clock }) => {
    const { median, q1, q3 } = jobs.fluctuation;
    return { group: [side.name ?? '', jobs.flavour].join(' ').trim(), clock, median: median.value, q1, q3 };
  });
  const alt = 'Points: the median time of the CPU jobs against the clock of the CPU, with a bar from quartile to quartile';
  const titles = ['CPU model', 'Flavour', 'n>', 'Median time>', 'Cost of a job>'];
  return [
    clockSweepFigure({ id: 'clock-sweep', caption, alt }, drawn),
    table(
      'clock-sweep-table',
      ['CPU clock sweep, slowest clock first; a dash where no price is configured.'],
      sideTitles(sides, titles),
      ordered.map((one) => sideCells(one.side, cells(one))),
    ),
  ];
}

/** `… @ 2.50GHz`: the clock in the name of a CPU. */
function clockOf(cpuModel: string): number | null {
  const [, value, unit] = /(\d+(?:\.\d+)?) ?([GM])Hz/.exec(cpuModel) ?? [];
  return value === undefined ? null : Number(value) / (unit === 'M' ? 1000 : 1);
}

function cells({ jobs, price }: Clocked): readonly (readonly Inline[])[] {
  const { fluctuation: spread, selection, flavour, cpuModel } = jobs;
  const recipe = { statistic: 'cost', of: selection, parameters: { perHour: price?.perHour ?? 0 } } as const;
  const cost = price === undefined ? ['–'] : [...withInterval(costs(spread, price.perHour).cost, 'number', recipe), ` ${price.currency}`];
  return [[code(cpuModel ?? '')], [code(flavour)], [count(spread.n, selection)], medianWords(spread, 'seconds', selection), cost];
}
