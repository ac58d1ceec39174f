import { parseArgs } from 'node:util';
import { cosinor } from '../src/analysis/cosinor.ts';
import { describe } from '../src/analysis/describe.ts';
import { robustCv } from '../src/analysis/fluctuation.ts';
import { groupsDescription } from '../src/analysis/groups-description.ts';
import { medianInterval } from '../src/analysis/median-interval.ts';
import { recurringHours, recurringWeekdays } from '../src/analysis/recurring-hours.ts';
import type { TimedSeries } from '../src/analysis/timed-series.ts';
import { print, table, type Figure } from './figures/print.ts';
import { chance, moving, nothing } from './noise/series.ts';

/** How often a daily course, an hour or a weekday is reported where there is none; how often intervals hold the truth; speed. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    series: { type: 'string', default: '3000' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, series] = [Number(given.seed), Number(given.series)];
const HOUR_US = 3_600_000_000;
const figures: Figure[] = [];
const { normal } = chance(seed + 2);

const SCHEDULES = [
  { name: 'hourly, 3 days', n: 72, everyHours: 1 },
  { name: 'hourly, 28 days', n: 672, everyHours: 1 },
  { name: '5-hourly, 60 days', n: 288, everyHours: 5 },
];
const alarms = [['p < .01 of nothing: cosinor, hours, weekdays', ...SCHEDULES.map(({ name }) => name)]];
const KINDS = [
  'Normal',
  'lognormal, σ .5',
  '3 % spikes of 1.5 to 4 times',
  'AR .3',
  'AR .6',
  'AR .9',
  'random walk',
  'step of 8 sd',
  'trend of 8 sd',
];
const sources = { ...nothing(seed), ...moving(seed + 1) };
for (const kind of KINDS) {
  const cells = SCHEDULES.map(({ n, everyHours }) => {
    const counts = [0, 0, 0];
    for (let run = 0; run < series; run += 1) {
      const one = timed((sources[kind] ?? (() => new Float64Array(n)))(n), everyHours);
      [cosinor(one)?.p, recurringHours(one)?.p, recurringWeekdays(one)?.p].forEach((p, test) => {
        if (p !== undefined && p < 0.01) counts[test] = (counts[test] ?? 0) + 1;
      });
    }
    return counts.map((count) => percent(count / series)).join(' ');
  });
  alarms.push([kind, ...cells]);
}

const DAYS = [
  { name: '7 days', n: 168 },
  { name: '28 days', n: 672 },
];
const found = [['cosinor p < .01, hourly, amplitude of', ...DAYS.map(({ name }) => name)]];
for (const amplitude of [0.25, 0.5, 1]) {
  const cells = DAYS.map(({ n }) => {
    const hits = Array.from({ length: series }, () =>
      timed(
        Float64Array.from({ length: n }, (_, hour) => 50 + amplitude * Math.cos((2 * Math.PI * hour) / 24) + normal()),
        1,
      ),
    ).filter((one) => (cosinor(one)?.p ?? 1) < 0.01).length;
    return percent(hits / series);
  });
  found.push([`${amplitude} sd`, ...cells]);
}

// Half of this lognormal lies within m of its median 1 where Φ(ln(1 + m)/σ) − Φ(ln(1 − m)/σ) = ½: 1.4826 · m.
const truth = { median: 1, robustCv: 0.2966397854366953, icc: 0.3 };
const sizes = [8, 21, 120];
const coverage = [['95 % interval holds the truth', ...sizes.map((n) => `n = ${n}`)]];
const lognormal = (n: number): number[] => Array.from({ length: n }, () => Math.exp(0.3 * normal()));
coverage.push(['median, lognormal σ .3', ...sizes.map((n) => held(() => medianInterval(lognormal(n)), truth.median))]);
coverage.push(['robust CV, lognormal σ .3', ...sizes.map((n) => held(() => robustCv(lognormal(n)), truth.robustCv))]);
const units = [5, 7, 20];
const icc = [['interval of the ICC, .3, holds it', ...units.map((count) => `${count} units`)]];
icc.push(['17 jobs each', ...units.map((count) => heldIcc(count, () => 17))]);
icc.push(['8 or 30 jobs', ...units.map((count) => heldIcc(count, (unit) => (unit % 2 === 0 ? 8 : 30)))]);

const speed = [['describe, CPU seconds', '1,000', '100,000', '1,000,000']];
speed.push(['one value a minute', ...[1e3, 1e5, 1e6].map((n) => cpuSeconds(timed(Float64Array.from(lognormal(n)), 1 / 60)))]);
print(figures, [alarms, found, coverage, icc, speed].map(table).join('\n'), given.json);

function timed(values: Float64Array, everyHours: number): TimedSeries {
  return { times: values.map((_, index) => 1_704_067_200_000_000 + index * everyHours * HOUR_US), values };
}

function held(interval: () => { readonly low: number | null; readonly high: number | null }, value: number): string {
  let inside = 0;
  for (let run = 0; run < series; run += 1) {
    const { low, high } = interval();
    if ((low ?? Infinity) <= value && value <= (high ?? -Infinity)) inside += 1;
  }
  return percent(inside / series);
}

function heldIcc(count: number, jobs: (unit: number) => number): string {
  return held(() => {
    const drawn = Array.from({ length: count }, (_, unit) => {
      const level = Math.sqrt(truth.icc) * normal();
      const values = Array.from({ length: jobs(unit) }, () => Math.exp(0.05 * (level + Math.sqrt(1 - truth.icc) * normal())));
      return { key: String(unit), values };
    });
    const { components } = groupsDescription(drawn);
    return 'tooFew' in components ? { low: null, high: null } : components.icc;
  }, truth.icc);
}

function cpuSeconds(one: TimedSeries): string {
  const before = process.cpuUsage();
  describe(one);
  const { user, system } = process.cpuUsage(before);
  figures.push({ name: `describe, ${one.values.length} values`, unit: 'CPU seconds', value: (user + system) / 1e6 });
  return ((user + system) / 1e6).toFixed(2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}
