import { parseArgs } from 'node:util';
import { compareUnits } from '../src/analysis/compare.ts';
import { crossCheckedComparison } from '../src/analysis/cross-check.ts';
import { bootstrapRatio } from '../src/analysis/hierarchical-bootstrap.ts';
import { simulatePower } from '../src/analysis/power.ts';
import { seededRandom } from '../src/core/random.ts';
import { gaussian, units } from '../test/analysis/simulate.ts';
import { print, table, type Figure } from './figures/print.ts';

/** Coverage of the exact interval and of the bootstrap beside it, how often they agree, and the power of the verdicts. */
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, pairs] = [Number(given.seed), Number(given.pairs)];
const RULE = { claim: 'level', worse: 'up', margin: 0.05, alpha: 0.05 } as const;
const WITHIN = 0.05;
const figures: Figure[] = [];
const share = (name: string, value: number, peers: Readonly<Record<string, number>> = {}): string => {
  const [best] = Object.values(peers);
  figures.push({ name, unit: 'share', value, ...(best === undefined ? {} : { peers, ratio: value / best }) });
  return `${(100 * value).toFixed(1)} %`;
};

const text = [coverage(), agreement(), power()].join('\n');
print(figures, text, given.json);

function coverage(): string {
  const rows = [['interval holds the true ratio', 'exact', 'bootstrap', 'length exact', 'bootstrap']];
  for (const [before, after, jobs, between] of [
    [3, 3, 17, 0.0327],
    [5, 5, 17, 0.0327],
    [6, 6, 17, 0.0327],
    [7, 7, 17, 0.0327],
    [7, 7, 17, 0.05],
    [7, 7, 17, 0.0115],
    [7, 7, 6, 0.0327],
    [10, 10, 17, 0.0327],
    [7, 20, 17, 0.0327],
  ] as const) {
    const [normal, random] = [gaussian(seed * 7919 + before * 100 + after), seededRandom(seed)];
    const sums = { exact: 0, boot: 0, exactLength: 0, bootLength: 0 };
    for (let pair = 0; pair < pairs; pair += 1) {
      const design = { jobs, between, within: WITHIN };
      const sides = [units(normal, { ...design, count: before }), units(normal, { ...design, count: after })] as const;
      const { low, high } = bootstrapRatio(...sides, { resamples: 1000, random })(0.05);
      const { ratio } = compareUnits(...sides, RULE);
      sums.boot += Number(low <= 1 && high >= 1);
      sums.bootLength += Math.log(high / low);
      if (ratio.low === null || ratio.high === null) continue;
      sums.exact += Number(ratio.low <= 1 && ratio.high >= 1);
      sums.exactLength += Math.log(ratio.high / ratio.low);
    }
    const name = `${before} against ${after}, ${jobs} jobs, ${(100 * between).toFixed(1)} % between`;
    const isJudged = sums.exact > 0;
    rows.push([
      name,
      isJudged ? share(`exact interval, ${name}: coverage`, sums.exact / pairs, { nominal: 0.95 }) : 'none',
      share(`bootstrap interval, ${name}: coverage`, sums.boot / pairs, { nominal: 0.95 }),
      isJudged ? (sums.exactLength / pairs).toFixed(3) : '',
      (sums.bootLength / pairs).toFixed(3),
    ]);
  }
  return table(rows);
}

function agreement(): string {
  const rows = [['7 against 7, 17 jobs: the two agree on the verdict', 'ratio 1', '1.1', '1.2']];
  for (const between of [0.0327, 0.0115]) {
    const cells = [1, 1.1, 1.2].map((ratio) => {
      const normal = gaussian(seed * 104_729 + Math.round(between * 1e4));
      const design = { count: 7, jobs: 17, between, within: WITHIN };
      const few = Math.ceil(pairs / 4);
      const same = Array.from({ length: few }, () =>
        crossCheckedComparison(units(normal, design), units(normal, { ...design, ratio }), { ...RULE, seed }),
      ).filter(({ crossCheck }) => crossCheck?.agrees === true);
      return share(`the bootstrap agrees, ${between} between, ratio ${ratio}`, same.length / few);
    });
    rows.push([`${(100 * between).toFixed(1)} % between units`, ...cells]);
  }
  return table(rows);
}

/** Beside the figures that another program found for 7 against 7. */
function power(): string {
  const found: Readonly<Record<number, readonly (number | null)[]>> = {
    0.02: [null, null, null, 0.98],
    0.05: [0.14, 0.69, 0.99, 0.12],
    0.1: [null, null, null, 0.001],
  };
  const rows = [
    ['7 against 7, 120 jobs: regression at ratio', '1.082', '1.136', '1.20', 'equivalent at 1', 'no regression at 1', '80 % see'],
  ];
  for (const between of [0.02, 0.05, 0.1]) {
    const seen = simulatePower(
      { unitsBefore: 7, unitsAfter: 7, jobs: 120, withinCv: WITHIN, betweenCv: between },
      { margin: RULE.margin, alpha: RULE.alpha, pairs, seed },
    );
    const values = [...[1.082, 1.136, 1.2].map((ratio) => seen.regression(ratio).value), seen.equivalent.value];
    const cells = values.map((value, place) => {
      const peer = found[between]?.[place] ?? null;
      return share(`power, ${between} between, column ${place + 1}`, value, peer === null ? {} : { 'other program': peer });
    });
    const least = seen.detectable(0.8) ?? Number.NaN;
    rows.push([
      `${100 * between} % between units`,
      ...cells,
      share(`no regression, ${between} between`, seen.noRegression.value),
      least.toFixed(3),
    ]);
  }
  return table(rows);
}
