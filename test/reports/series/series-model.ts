import { judgeSeries, type JudgeSeriesOptions } from '../../../src/analysis/judge-series.ts';
import { courseRows } from '../../../reports/series/course-rows.ts';
import type { SeriesModel } from '../../../reports/series/model.ts';
import type { NamedSeries } from '../../../reports/series/recompute-series.ts';
import { gaussian } from '../../analysis/simulate.ts';

const START = Date.UTC(2026, 10, 1) * 1000;
const times = (n: number): Float64Array => Float64Array.from({ length: n }, (_, row) => START + row * 60e6);

/** A step, a quiet one without times, one with an outage, one on three machines, one below zero, one without values. */
export function plantedSeries(): readonly NamedSeries[] {
  const noise = gaussian(11);
  const values = (n: number, level: (row: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, row) => level(row) + noise() / 4);
  const bare = { file: 'a.csv', failures: [], instances: null };
  const loaded = values(120, () => 2);
  const failures = Array.from({ length: 12 }, (_, place) => ({ index: 40 + place, code: place < 9 ? 'Timeout' : 'Refused' }));
  for (const { index } of failures) loaded[index] = Number.NaN;
  const machines = Float64Array.from({ length: 90 }, (_, row) => row % 3);
  return [
    { ...bare, key: 'step', times: times(200), values: values(200, (row) => (row < 120 ? 10 : 14)) },
    { ...bare, key: 'quiet', times: null, values: values(60, () => 10) },
    { ...bare, file: 'b.json', key: 'duration{load=1}', times: times(120), values: loaded, failures },
    {
      ...bare,
      file: 'c.csv',
      key: 'machines',
      times: times(90),
      values: values(90, (row) => 10 + 3 * (row % 3)),
      instances: { names: ['a', 'b', 'c'], of: machines },
    },
    { ...bare, key: 'around zero', times: times(200), values: values(200, (row) => (row < 80 ? 0 : 2)) },
    { ...bare, key: 'nothing', times: null, values: Float64Array.of(Number.NaN, Number.NaN) },
  ];
}

export function seriesModel(series: readonly NamedSeries[], options: JudgeSeriesOptions = {}): SeriesModel {
  return {
    series: series.map((one) => {
      const judgement = judgeSeries(one, options);
      const unit = one.key.startsWith('duration') ? 's' : one.key === 'quiet' ? 'Mbits/sec' : null;
      return {
        file: one.file,
        key: one.key,
        title: one.key,
        unit,
        judgement,
        timed: one.times !== null,
        course: courseRows(one, judgement),
      };
    }),
    files: [
      {
        file: 'a.csv',
        format: 'csv',
        error: null,
        problems: [{ line: 7, message: 'column "value" is no number: "fast|*5*"' }],
        malformed: 3,
      },
      { file: 'd.txt', format: null, error: 'Cannot read it: it is empty', problems: [], malformed: 0 },
    ],
    options,
    command: "evenkeel analyze a.csv b.json c.csv 'd 5.txt'",
  };
}
