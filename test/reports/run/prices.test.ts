import { describe, expect, it } from 'vitest';
import type { Block, FigureBlock } from '../../../reports/document.ts';
import { recompute } from '../../../reports/recompute.ts';
import { runModel, type RunModel } from '../../../reports/run/model.ts';
import { costs, priceOf } from '../../../reports/run/priced-jobs.ts';
import { prices } from '../../../reports/run/sections/prices.ts';
import { fluctuation } from '../../../src/analysis/fluctuation.ts';
import type { PriceConfig } from '../../../src/config/types.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const price = (further: Partial<PriceConfig> = {}): PriceConfig => ({
  target: null,
  flavour: 'small',
  perHour: 0.36,
  currency: 'EUR',
  source: 'list',
  date: '2026-11-01',
  ...further,
});
const modelOf = (facts: RunFacts, list: readonly PriceConfig[]): RunModel => runModel(facts, { ...CONTEXT, prices: list });
/** Every number is computed again on the way. */
function textOf(facts: RunFacts, blocks: readonly Block[]): string {
  const { text, claims } = markdownOf({ title: 'x', blocks });
  for (const { value, recipe } of claims) expect(recompute(recipe, facts)).toBeCloseTo(value, 9);
  return text;
}

const facts = makeFacts({ seed: 61, instances: 4, jobs: 40, sharesHost: false });
/** Instances 3 and 4 are of another flavour and clock, half as slow again. */
const mixed: RunFacts = {
  ...facts,
  instances: facts.instances.map((row) => (row.ordinal < 3 ? row : { ...row, flavour: 'large', cpuModel: 'Fast CPU @ 4.50GHz' })),
};

describe('the cost of a job', () => {
  it('is the median time at the price of an hour, with the interval of the median', () => {
    // An hour at 3600: a second costs one.
    const { cost, perMoney } = costs(fluctuation([1, 2, 3, 4, 5, 6, 7, 8, 9]) as NonNullable<ReturnType<typeof fluctuation>>, 3600);
    expect(cost).toMatchObject({ value: 5, low: 2, high: 8 });
    expect(perMoney).toMatchObject({ value: 1 / 5, low: 1 / 8, high: 1 / 2 });
  });

  it('is told for each flavour and kind of job; what has no price is named', () => {
    const text = textOf(mixed, prices([{ name: null, model: modelOf(mixed, [price()]) }]));
    expect(text).toMatch(/\| `small` \| `cpu` \| 20 \| .* \| 0\.36 EUR \| “list”, `2026-11-01` \| 0\.000\d+ \(.*\) EUR \| \d+ \(/);
    expect(text).toContain('No price is configured for flavour `large`.');
    expect(text).not.toContain('| `large` | `cpu` | 20 | 1.');
  });

  it('says that no price is configured', () => {
    expect(textOf(facts, prices([{ name: null, model: modelOf(facts, []) }]))).toContain(
      'Not told, because no price is configured (`prices`).',
    );
  });

  it('goes by the price of the target before that of all, and by the newest', () => {
    const list = [
      price({ date: '2026-01-01', perHour: 1 }),
      price({ perHour: 2 }),
      price({ target: 'local', date: '2025-01-01', perHour: 3 }),
    ];
    expect(priceOf(list, { target: 'local', flavour: 'small' })?.perHour).toBe(3);
    expect(priceOf(list, { target: 'other', flavour: 'small' })?.perHour).toBe(2);
    expect(priceOf(list, { target: 'other', flavour: 'large' })).toBeUndefined();
  });
});

describe('the clock sweep', () => {
  const sweepOf = (rows: RunFacts): readonly Block[] =>
    prices([{ name: null, model: modelOf(rows, [price(), price({ flavour: 'large', perHour: 0.9 })]) }]).filter(
      (block) => 'id' in block && block.id.startsWith('clock-sweep'),
    );

  it('is there only for several clocks', () => {
    expect(sweepOf(facts)).toEqual([]);
    const [figure] = sweepOf(mixed) as [FigureBlock];
    expect(figure.rows.map(({ group, clock }) => [group, clock])).toEqual([
      ['small', 3],
      ['large', 4.5],
    ]);
  });

  it('tells time and cost of each clock', () => {
    const text = textOf(mixed, sweepOf(mixed));
    expect(text).toMatch(
      /\| `Example CPU 3\.0 GHz` \| `small` \| 20 \| 1\..* EUR \|\n\| `Fast CPU @ 4\.50GHz` \| `large` \| 20 \| 1\..* EUR \|/,
    );
  });
});
