import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDocument } from '../../reports/compare/document.ts';
import { compareModel } from '../../reports/compare/model.ts';
import type { Document } from '../../reports/document.ts';
import { runDocument } from '../../reports/run/document.ts';
import { runModel } from '../../reports/run/model.ts';
import type { StoreReader } from '../../src/store/api.ts';
import { markdownOf } from './documents.ts';
import { makeFacts, type Plant } from './make-facts.ts';
import { CONTEXT } from './plants.ts';
import { askStore } from './sql-of-recipe.ts';
import { readStore, storeFacts } from './stored-facts.ts';

const START = Date.UTC(2026, 10, 2, 8) * 1000;

const gap = fc.record({
  id: fc.constant(1),
  fromAt: fc.integer({ min: START - 60e6, max: START + 400e6 }),
  ticks: fc.integer({ min: 0, max: 30 }),
  length: fc.integer({ min: 1, max: 30e6 }),
  reason: fc.constantFrom('down', 'suspend', 'overload'),
  schedule: fc.constantFrom(null, 'resolver'),
});

const plant: fc.Arbitrary<Plant> = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  runs: fc.integer({ min: 1, max: 3 }),
  instances: fc.integer({ min: 1, max: 4 }),
  jobs: fc.integer({ min: 1, max: 9 }),
  spread: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  failedJobs: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 9 }),
  failEvery: fc.integer({ min: 2, max: 20 }),
  outage: fc.record({ from: fc.integer({ min: 0, max: 30 }), to: fc.integer({ min: 0, max: 60 }) }),
  slowClone: fc.integer({ min: 1, max: 20 }),
  retried: fc.boolean(),
  lagged: fc.boolean(),
  leftover: fc.boolean(),
  gaps: fc.array(gap, { maxLength: 3 }).map((all) => all.map(({ length, ...one }) => ({ ...one, toAt: one.fromAt + length }))),
});

/** Every number of the document for which there is a query, beside what plain SQL on the store's file gives. */
async function held(
  plants: readonly Plant[],
  make: (reader: StoreReader, uids: readonly (readonly string[])[]) => Promise<Document>,
): Promise<ReadonlyMap<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'random-'));
  try {
    const uids: (readonly string[])[] = [];
    for (const one of plants) uids.push(await storeFacts(folder, makeFacts(one)));
    const { claims } = markdownOf(await readStore(folder, (reader) => make(reader, uids)));
    const answers = askStore(folder, claims.map(({ recipe }) => recipe)); // prettier-ignore
    const asked = new Map<string, number>();
    for (const [index, { text, value, recipe }] of claims.entries()) {
      const answer = answers[index];
      if (answer === undefined || answer === null) continue;
      asked.set(recipe.statistic, (asked.get(recipe.statistic) ?? 0) + 1);
      const isSame = Math.abs(answer - value) <= 1e-9 * Math.max(1, Math.abs(value));
      expect(isSame, `"${text}" (${value}), but SQL gives ${answer}: ${JSON.stringify(recipe)}`).toBe(true);
    }
    return asked;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('every number of a report on a random store is what plain SQL gives', () => {
  it('of a run report', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(plant, async (one) => {
        const asked = await held([one], async (reader, [uids = []]) => runDocument(runModel(await reader.facts(uids), CONTEXT)));
        for (const name of asked.keys()) seen.add(name);
        expect([...asked.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);
      }),
      { numRuns: 4 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining(['count', 'planned', 'median', 'q1', 'q3', 'max', 'robust_cv', 'units', 'span_seconds']),
    );
  }, 60_000);

  it('of a comparison', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(plant, plant, fc.double({ min: 0.5, max: 2, noNaN: true }), async (before, after, level) => {
        const { gaps: _, ...later } = after;
        const sides = [
          { ...before, campaign: 'before', failedJobs: [] },
          { ...later, campaign: 'after', level, failedJobs: [], runsBefore: before.runs ?? 1, startAt: START + 86_400e6 },
        ];
        const asked = await held(sides, async (reader, [first = [], second = []]) =>
          compareDocument(
            compareModel(await reader.facts(first), await reader.facts(second), undefined, {
              names: { before: 'before', after: 'after' },
              context: CONTEXT,
            }),
          ),
        );
        for (const name of asked.keys()) seen.add(name);
      }),
      { numRuns: 2 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['count', 'median', 'robust_cv', 'level_ratio', 'units']));
  }, 60_000);
});
