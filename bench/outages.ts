import { availability } from '../src/analysis/availability.ts';
import { expectedAvailability } from '../src/analysis/expected-availability.ts';
import { outages } from '../src/analysis/outages.ts';
import { timeBetweenOutages } from '../src/analysis/time-between-outages.ts';
import { timeToRepair } from '../src/analysis/time-to-repair.ts';
import type { Estimate } from '../src/analysis/types.ts';
import { wilson } from '../src/analysis/wilson.ts';
import { seededRandom } from '../src/core/random.ts';
import { simulatedOutages, type OutageModel } from '../test/analysis/simulated-outages.ts';

/** How often the 95 % intervals of docs/judging.md, "Outages and failures", hold the truth: arguments runs and seed. */
const [runs, seed] = [Number(process.argv[2] ?? 2000), Number(process.argv[3] ?? 1)];
const RULE = { openAfter: 1, closeAfter: 1 };
const MODEL = { meanUp: 3600, meanDown: 600, every: 30 } as const;
/** Median of the lengths ÷ their mean. */
const MEDIAN = { exponential: Math.LN2, lognormal: Math.exp(-0.5), constant: 1 } as const;

for (const lengths of ['exponential', 'lognormal', 'constant'] as const) {
  for (const horizon of [8000, 30_000, 80_000]) measure({ ...MODEL, lengths, horizon });
}

function measure(model: OutageModel): void {
  const random = seededRandom(seed);
  const held = { mtbf: 0, median: 0, availability: 0, wilson: 0 };
  let [count, missed, medians] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const { looks, down } = simulatedOutages(model, random);
    const found = outages(looks, RULE);
    const seen = availability(looks, found, []);
    const truth = model.meanUp / (model.meanUp + model.meanDown);
    count += found.length;
    missed += down.length - found.length;
    if (holds(timeBetweenOutages(found, seen).seconds, model.meanUp)) held.mtbf += 1;
    const { median } = timeToRepair(found);
    if (median.low !== null) medians += 1;
    if (median.low !== null && holds(median, MEDIAN[model.lengths] * model.meanDown)) held.median += 1;
    if (holds(expectedAvailability(found, seen), truth)) held.availability += 1;
    if (holds(wilson(looks.filter(({ outcome }) => outcome === 'ok').length, looks.length), truth)) held.wilson += 1;
  }
  const percent = (n: number, of: number): string => `${((100 * n) / of).toFixed(1)} %`;
  const shares = [
    `missed ${percent(missed, count + missed)}`,
    `MTBF ${percent(held.mtbf, runs)}`,
    `median length ${percent(held.median, medians)} of ${medians}`,
    `availability ${percent(held.availability, runs)}`,
    `Wilson on looks ${percent(held.wilson, runs)}`,
  ];
  process.stdout.write(`${model.lengths}, ${(count / runs).toFixed(1)} outages: ${shares.join(', ')}\n`);
}

function holds({ low, high }: Estimate, truth: number): boolean {
  return (low ?? -Infinity) <= truth && truth <= (high ?? Infinity);
}
