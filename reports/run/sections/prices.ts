import type { PriceConfig } from '../../../src/config/types.ts';
import { code, heading, paragraph, table } from '../../blocks.ts';
import { constant, count, withInterval } from '../../claim.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import { medianWords } from '../../spread-words.ts';
import { clockSweep } from '../clock-sweep.ts';
import { costs, flavourJobs, priceOf, type FlavourJobs } from '../priced-jobs.ts';
import { sideCells, sideTitles, type Side } from '../side.ts';

/** What a job costs, and how its time goes with the clock of the CPU where there are several. */
export function prices(sides: readonly Side[]): readonly Block[] {
  return [heading(1, 'Price and performance', 'prices'), ...priced(sides), ...clockSweep(sides)];
}

function priced(sides: readonly Side[]): readonly Block[] {
  const configured = sides.flatMap(({ model }) => model.prices);
  if (configured.length === 0) return [paragraph('Not told, because no price is configured (', code('prices'), ').')];
  const jobs = sides.flatMap(({ model }) =>
    flavourJobs(model, { byCpu: false }).map((one) => ({ one, price: priceOf(model.prices, one) })),
  );
  const unpriced = [...new Set(jobs.flatMap(({ one, price }) => (price === undefined ? [one.flavour] : [])))].toSorted();
  if (jobs.length === 0) return [paragraph('Not measured, because no job ended well.')];
  const missing = unpriced.map((flavour) => paragraph('No price is configured for flavour ', code(flavour), '.'));
  return jobs.length === unpriced.length && jobs.every(({ price }) => price === undefined) ? missing : [pricesTable(sides), ...missing];
}

/** Cost of one job, and jobs for one unit of money, by flavour and kind of job. */
export function pricesTable(sides: readonly Side[], id = 'prices-table'): TableBlock {
  const caption = [
    'While the job runs: what an instance costs before, between and after its jobs is not in it. The interval is that of the median time.',
  ];
  const titles = ['Flavour', 'Jobs', 'n>', 'Median time>', 'Price an hour>', 'Price of', 'Cost of a job>', 'Jobs for one of the currency>'];
  const rows = sides.flatMap((side) =>
    flavourJobs(side.model, { byCpu: false }).flatMap((one) => {
      const price = priceOf(side.model.prices, one);
      return price === undefined ? [] : [sideCells(side, cells(one, price))];
    }),
  );
  return table(id, caption, sideTitles(sides, titles), rows);
}

function cells({ flavour, series, fluctuation: spread, selection }: FlavourJobs, price: PriceConfig): readonly (readonly Inline[])[] {
  const { perHour, currency, source, date } = price;
  const { cost, perMoney } = costs(spread, perHour);
  const parameters = { perHour };
  return [
    [code(flavour)],
    [code(series.jobKind)],
    [count(spread.n, selection)],
    medianWords(spread, 'seconds', selection),
    [constant(perHour, 'number', `price of flavour ${flavour} an hour`), ` ${currency}`],
    [{ quote: source }, ', ', code(date)],
    [...withInterval(cost, 'number', { statistic: 'cost', of: selection, parameters }), ` ${currency}`],
    withInterval(perMoney, 'number', { statistic: 'jobs_per_money', of: selection, parameters }),
  ];
}
