import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../reports/render-report.ts';
import { courseRows } from '../../../reports/series/course-rows.ts';
import { seriesDocument } from '../../../reports/series/document.ts';
import { recomputeSeries } from '../../../reports/series/recompute-series.ts';
import { judgeSeries } from '../../../src/analysis/judge-series.ts';
import { markdownOf, sectionOf } from '../documents.ts';
import { looseNumerals } from '../../../reports/verify/loose-numerals.ts';
import { plantedSeries, seriesModel } from './series-model.ts';

const isSame = (again: number, value: number): boolean =>
  Math.abs(again - value) <= 1e-9 * Math.max(1e-9, Math.abs(value)) || (Number.isNaN(again) && Number.isNaN(value));

describe('the report on series in files', () => {
  it.each([
    ['by default', {}],
    ['with options', { alpha: 0.01, floor: 0, effect: 'absolute' as const, seed: 3 }],
  ])('is made of claims whose recipes give the same number again, %s', (_, options) => {
    const series = plantedSeries();
    const document = seriesDocument(seriesModel(series, options));
    const { text, claims } = markdownOf(document);
    expect(looseNumerals(text, claims)).toEqual([]);
    expect(claims.length).toBeGreaterThan(60);
    expect(claims.filter(({ value, recipe }) => !isSame(recomputeSeries(recipe, series), value))).toEqual([]);
  });

  it('says first what moved, what was down and what was not read', () => {
    const answer = sectionOf(seriesDocument(seriesModel(plantedSeries())), 'answer');
    expect(answer).toMatch(
      /\*\*Moved\?\*\* 2 of 6 series: `step`, its largest change 1\.\d+ × \(.*\); `around zero`, its largest change 2\.\d+ \(/,
    );
    expect(answer).toContain('**Outages?** In `duration{load=1}`.');
    expect(answer).toContain('**Read?** All but `d.txt`. Rows that were malformed are left out and told below.');
  });

  it('shows changes with their bounds, outages with both, and the machines', () => {
    const document = seriesDocument(seriesModel(plantedSeries()));
    const each = sectionOf(document, 'each');
    expect(each).toMatch(/\| 120 \| 2026-11-01T02:00:00\.000Z \| \d+ … \d+ \| 1\.\d+ × \(1\.\d+ × … 1\.\d+ ×\) \| \S+ \| (?:step|ramp) \|/);
    expect(each).toMatch(
      /\| `Timeout` \| 2026-11-01T00:39:00\.000Z \| 2026-11-01T00:40:00\.000Z \| 2026-11-01T00:51:00\.000Z \| 2026-11-01T00:52:00\.000Z \| 660\.0 s … 780\.0 s \|/,
    );
    expect(each).toMatch(/Between the 3 machines the values differ by a CV of \d/);
    expect(sectionOf(document, 'unread')).toContain('`a.csv:7`');
  });

  it('is written whole, also of nothing', async () => {
    const files = await renderReport(seriesDocument(seriesModel(plantedSeries())));
    expect([...files.keys()].filter((name) => name.endsWith('.svg'))).toHaveLength(6);
    expect(files.get('report.html')).toContain('<svg');
    const none = await renderReport(seriesDocument({ series: [], files: [], options: {}, command: 'evenkeel analyze x' }));
    expect(none.get('report.md')).toContain('No change was found in 0 series.');
  });
});

describe('courseRows', () => {
  const rowsOf = (values: Float64Array, kind: string): readonly object[] => {
    const series = { times: null, values, failures: [], instances: null };
    return courseRows(series, judgeSeries(series)).filter((row) => row['kind'] === kind);
  };

  it('keeps every value of a short series and the extremes of a long one', () => {
    expect(rowsOf(Float64Array.of(3, Number.NaN, 1), 'value')).toEqual([
      { kind: 'value', row: 0, x: 0, value: 3 },
      { kind: 'value', row: 2, x: 2, value: 1 },
    ]);
    const long = Float64Array.from({ length: 50_000 }, (_, row) => (row === 12_345 ? 99 : row === 40_001 ? -99 : Math.sin(row)));
    const shown = rowsOf(long, 'value') as { row: number }[];
    expect(shown.length).toBeLessThanOrEqual(1500);
    expect(shown.map(({ row }) => row)).toEqual(expect.arrayContaining([12_345, 40_001]));
    expect(shown.map(({ row }) => row)).toEqual(shown.map(({ row }) => row).toSorted((a, b) => a - b));
  });
});
