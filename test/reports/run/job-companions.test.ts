import { describe, expect, it } from 'vitest';
import type { Block, Document, FigureBlock } from '../../../reports/document.ts';
import { jobCompanions, sharesFigure, weekMap, type SideSeries } from '../../../reports/run/job-companions.ts';
import type { MeasuredSeries } from '../../../reports/run/measured-series.ts';
import { runModel } from '../../../reports/run/model.ts';
import { spreadTable } from '../../../reports/run/spread-table.ts';
import { recompute } from '../../../reports/recompute.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts, type Plant } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const modelOf = (plant: Plant) => runModel(makeFacts(plant), CONTEXT);
const cpu = (plant: Plant): SideSeries => {
  const series = modelOf(plant).series.find(({ jobKind, metric }) => jobKind === 'cpu' && metric === 'job_duration_seconds');
  if (series === undefined) throw new Error('no cpu jobs');
  return { name: 'all', series };
};
const textOf = (...blocks: readonly Block[]): string => markdownOf({ title: 'x', blocks } satisfies Document).text;
/** A side whose jobs took these seconds, one an hour from Monday 2 November 2026, 00:00 UTC on. */
const hourly = (values: readonly number[], everyHours = 1): SideSeries => {
  const side = cpu({ seed: 1, jobs: 3 });
  const from = Date.UTC(2026, 10, 2) * 1000;
  const [like] = side.series.rows;
  if (like === undefined) throw new Error('no job');
  const rows = values.map((value, index) => ({ ...like, rank: index + 1, at: from + index * everyHours * 3600e6, value }));
  return { name: 'all', series: { ...side.series, rows } satisfies MeasuredSeries };
};

describe('the shares of jobs', () => {
  it('step up by one job at each value, from nought to all', () => {
    const { rows } = sharesFigure([hourly([3, 1, 2, 2])], 'ecdf');
    expect(rows).toEqual([
      { side: 'all', seconds: 1, share: 0 },
      { side: 'all', seconds: 1, share: 0.25 },
      { side: 'all', seconds: 2, share: 0.5 },
      { side: 'all', seconds: 2, share: 0.75 },
      { side: 'all', seconds: 3, share: 1 },
    ]);
  });

  it('of very many jobs are drawn with few steps, the ends kept', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => index + 1);
    const { rows } = sharesFigure([hourly(values)], 'ecdf');
    expect(rows.length).toBeLessThanOrEqual(501);
    expect(rows[0]).toMatchObject({ seconds: 1, share: 0 });
    expect(rows.at(-1)).toMatchObject({ seconds: 20_000, share: 1 });
    for (const { seconds, share } of rows.slice(1)) expect(Number(seconds) / 20_000).toBeCloseTo(Number(share), 12);
  });
});

describe('the map of the week', () => {
  it('is not drawn for fewer than seven days, and says how many there are', () => {
    const plant = { seed: 3, runs: 3, everyHours: 24, jobs: 4 };
    const block = weekMap([cpu(plant)], () => 'map');
    expect(textOf(block)).toContain('No map of `cpu` jobs by hour and weekday: it needs 7 days with jobs; there are: all 3.');
    const days = markdownOf({ title: 'x', blocks: [block] }).claims.find(({ recipe }) => recipe.statistic === 'days');
    expect(days && recompute(days.recipe, makeFacts(plant))).toBe(3);
  });

  it('shows the median of each hour that has three jobs, Monday first', () => {
    // Four weeks, one job an hour: each hour of the week has four, here 1, 2, 4 and 9 s on Mondays at 00:00 and 5 s elsewhere.
    const values = Array.from({ length: 4 * 168 }, (_, index) => (index % 168 === 0 ? ([1, 2, 4, 9][index / 168] as number) : 5));
    const { rows } = weekMap([hourly(values)], () => 'map') as FigureBlock;
    expect(rows).toHaveLength(168);
    expect(rows[0]).toEqual({ side: 'all', weekday: 'Monday', hour: 0, median: 3, n: 4 });
    expect(rows.at(-1)).toEqual({ side: 'all', weekday: 'Sunday', hour: 23, median: 5, n: 4 });
  });

  it('leaves out hours with fewer jobs and says so; with none left there is no map', () => {
    const some = weekMap([hourly(Array.from({ length: 2 * 168 + 10 }, () => 1))], () => 'map');
    expect((some as FigureBlock).rows).toHaveLength(10);
    expect(textOf({ kind: 'paragraph', content: (some as FigureBlock).caption })).toContain('further hours have fewer and are left out');
    expect(textOf(weekMap([hourly(Array.from({ length: 200 }, () => 1))], () => 'map'))).toContain('no hour of the week has 3 jobs');
  });
});

describe('the runs in time', () => {
  const events = [{ id: 1, at: Date.UTC(2026, 10, 2, 9) * 1000, until: null, target: null, kind: 'upgrade', text: 'x' }];
  const figuresOf = (plant: Plant): readonly FigureBlock[] =>
    jobCompanions([cpu(plant)], events, (name) => name).filter((block): block is FigureBlock => block.kind === 'figure');

  it('stand in a figure with a rule for each event; a single run has none', () => {
    expect(figuresOf({ seed: 4, runs: 1 }).map(({ id }) => id)).toEqual(['ecdf-cpu']);
    const [, runs] = figuresOf({ seed: 4, runs: 3 });
    expect(runs?.rows.filter(({ row }) => row === 'run')).toHaveLength(3);
    expect(runs?.rows.filter(({ row }) => row === 'event')).toEqual([{ row: 'event', at: '2026-11-02T09:00:00.000Z', kind: 'upgrade' }]);
  });
});

describe('the table of all kinds and sides', () => {
  it('tells jobs, instances, level, spread, where it lies, and percentiles where there are jobs enough', () => {
    const side = { name: null, model: modelOf({ seed: 5, sharesHost: false, instances: 4, jobs: 80, spread: 0.02 }) };
    const document: Document = { title: 'x', blocks: [spreadTable([side])] };
    const line =
      markdownOf(document)
        .text.split('\n')
        .find((row) => row.startsWith('| `cpu`')) ?? '';
    const cells = line.split(' | ').slice(1);
    expect(cells.slice(0, 2)).toEqual(['80', '4']);
    expect(cells[4]).toMatch(/^\d\.\d+ %$/);
    expect(cells[7]).toMatch(/^1\.\d+ s$/);
    expect(cells[8]).toBe('n too small: 299 needed |');
  });

  it('has dashes where there is one instance', () => {
    const side = { name: null, model: modelOf({ seed: 5, instances: 1 }) };
    expect(textOf(spreadTable([side]))).toMatch(/\| `cpu` \| 21 \| 1 \| .* \| – \| – \| – \|/);
  });
});
