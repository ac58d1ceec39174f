import { afterEach, describe, expect, it } from 'vitest';
import { regressionDocument } from '../../../reports/regression/document.ts';
import { regressionOf } from '../../../src/cli/compose/report-regression.ts';
import { makeHome, type Home } from '../../e2e/evenkeel.ts';
import { fillRuns } from '../../e2e/fill-runs.ts';
import { markdownOf } from '../documents.ts';
import { expectRecomputed } from '../status/expect-recomputed.ts';
import { checkedHome } from './checked.ts';

let home: Home | undefined;
afterEach(() => home?.remove());

describe('the report of a check', () => {
  it.each([
    [1.2, 'job_duration_seconds job_kind=cpu`: level got worse by more than 5 %'],
    [0.8, 'job_duration_seconds job_kind=cpu`: level improved by more than 5 %'],
    [1, 'For every claim that it became worse by 5 % or more'],
  ])('on jobs that take %s times as long says so, and each of its numbers is found again', async (ratio, words) => {
    home = await checkedHome(ratio);
    await home.read(async (reader) => {
      const model = await regressionOf(reader, 'local');
      const document = regressionDocument(model);
      expect(await expectRecomputed(document, reader)).toBeGreaterThan(10);
      const { text } = markdownOf(document);
      expect(text).toContain(words);
      expect(text.includes('got worse')).toBe(ratio > 1);
      expect(text.includes('improved')).toBe(ratio < 1);
      expect(model.claims[0]?.units.map(({ side }) => side)).toEqual([
        ...Array(8).fill('baseline'),
        ...Array(model.runsAfter.length).fill('new'),
      ]);
    });
  });

  it('is refused where no check has stored a verdict', async () => {
    home = makeHome('targets: { local: {} }\n');
    await fillRuns(home, [{ startedAt: 1_800_000_000_000_000, seconds: [1, 2] }]);
    await expect(home.read((reader) => regressionOf(reader, 'local'))).rejects.toMatchObject({ code: 'no-data', exit: 3 });
  });
});
