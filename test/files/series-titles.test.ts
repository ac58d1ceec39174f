import { describe, expect, it } from 'vitest';
import { seriesName } from '../../src/files/series-name.ts';
import { seriesTitles } from '../../src/files/series-titles.ts';

const one = (file: string, metric: string, groups: Record<string, string> = {}): Parameters<typeof seriesTitles>[0][number] => ({
  file,
  name: seriesName(metric, 's', groups),
});

describe('seriesTitles', () => {
  it('leaves out what all series of a metric share, and keeps the groups of one that is alone', () => {
    const series = [one('a', 'x', { zone: 'z', host: '1' }), one('a', 'x', { zone: 'z', host: '2' }), one('a', 'y', { zone: 'z' })];
    expect(seriesTitles(series)).toEqual(['x{host=1}', 'x{host=2}', 'y{zone=z}']);
  });

  it('puts the file before what two files would call the same', () => {
    expect(seriesTitles([one('in/a.csv', 'x'), one('in/b.csv', 'x'), one('in/b.csv', 'y')])).toEqual(['a.csv: x', 'b.csv: x', 'y']);
    expect(seriesTitles([])).toEqual([]);
  });
});
