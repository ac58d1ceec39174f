import { parseArgs } from 'node:util';
import { addDeviation, ALLOWANCE, LIMIT, startCusum, stepCusum } from '../src/analysis/cusum.ts';
import { seededRandom } from '../src/core/random.ts';
import { print, table, type Figure } from './figures/print.ts';
import { chance } from './noise/series.ts';

/** Average run lengths of the CUSUM: with a known level beside Siegmund's formula, and as it is used, on a baseline of its own. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '400' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, series] = [Number(given.seed), Number(given.series)];
/** A series that has not alarmed by then is cut off: its rate counts all the same. */
const LONGEST = 20_000;
/** Points before a shift: the baseline is full. */
const SETTLED = 200;

const shifts = [0.5, 1, 2, 3];
const rows = [['', 'false alarm every', ...shifts.map((shift) => `${shift} sd, mean delay (median)`)]];
const figures: Figure[] = [];
const known = { falseAlarm: siegmund(0), delays: shifts.map(siegmund) };
rows.push(['formula, level known', known.falseAlarm.toFixed(0), ...known.delays.map((delay) => delay.toFixed(1))]);
add(
  'level known',
  () => {
    const sums = { up: 0, down: 0, upFor: 0, downFor: 0 };
    return (value) => addDeviation(sums, value) !== null;
  },
  white,
);
add('own baseline', absolute, white);
add('own baseline, AR(1) .3', absolute, autoregressive(0.3));
add('own baseline, AR(1) .6', absolute, autoregressive(0.6));
add(
  'own baseline, lognormal',
  () => {
    const state = startCusum('ratio');
    return (value) => stepCusum(state, Math.exp(0.3 * value)) !== null;
  },
  white,
);
add('own baseline, 3 % spikes', absolute, spiky);
print(figures, table(rows), given.json);

type Detector = () => (value: number) => boolean;
type Source = (each: number) => () => number;

function absolute(): (value: number) => boolean {
  const state = startCusum('absolute');
  return (value) => stepCusum(state, value) !== null;
}

function add(name: string, detector: Detector, source: Source): void {
  const every = falseAlarmEvery(detector, source);
  const delays = shifts.map((shift) => delaysOf(detector, source, shift));
  const cells = delays.map((all) => `${mean(all).toFixed(1)} (${middle(all)})`);
  rows.push([name, every.toFixed(0), ...cells]);
  figures.push(figure(`CUSUM ${name}: values between false alarms`, every, known.falseAlarm));
  shifts.forEach((shift, place) =>
    figures.push(figure(`CUSUM ${name}: delay of a shift by ${shift} sd`, mean(delays[place] ?? []), known.delays[place] ?? 0)),
  );
}

function figure(name: string, value: number, formula: number): Figure {
  return { name, unit: 'values', value, peers: { 'Siegmund, level known': formula }, ratio: value / formula };
}

/** Values a false alarm, over series that go on after each. */
function falseAlarmEvery(detector: Detector, source: Source): number {
  let [alarms, values] = [0, 0];
  for (let each = 0; values < series * 2_500; each += 1) {
    const [step, next] = [detector(), source(each)];
    for (let at = 0; at < LONGEST; at += 1) if (step(next())) alarms += 1;
    values += LONGEST;
  }
  return values / Math.max(alarms, 1);
}

/** From the shift to the first alarm. */
function delaysOf(detector: Detector, source: Source, shift: number): number[] {
  return Array.from({ length: series }, (_, each) => {
    const [step, next] = [detector(), source(100_000 + each)];
    for (let at = 0; at < SETTLED; at += 1) step(next());
    for (let delay = 1; delay <= LONGEST; delay += 1) if (step(next() + shift)) return delay;
    return LONGEST;
  });
}

function normal(each: number): () => number {
  return chance(seed * 1_000_003 + each).normal;
}

function white(each: number): () => number {
  return normal(each);
}

/** Of standard deviation 1. */
function autoregressive(rho: number): Source {
  return (each) => {
    const next = normal(each);
    let last = next();
    return () => (last = rho * last + Math.sqrt(1 - rho * rho) * next());
  };
}

function spiky(each: number): () => number {
  const [next, random] = [normal(each), seededRandom(seed * 7_000_003 + each)];
  return () => next() + (random() < 0.03 ? 10 + 20 * random() : 0);
}

/** Siegmund 1985, §2.6: a two-sided CUSUM of unit Normal deviations whose mean has shifted. */
function siegmund(shift: number): number {
  const oneSided = (drift: number): number => {
    const b = LIMIT + 1.166;
    return drift === 0 ? b * b : (Math.exp(-2 * drift * b) + 2 * drift * b - 1) / (2 * drift * drift);
  };
  return 1 / (1 / oneSided(shift - ALLOWANCE) + 1 / oneSided(-shift - ALLOWANCE));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
}
