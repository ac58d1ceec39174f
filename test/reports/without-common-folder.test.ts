import { expect, it } from 'vitest';
import { withoutCommonFolder } from '../../reports/without-common-folder.ts';

it('keeps of paths what tells them apart', () => {
  const paths = ['/data/ab/x.csv', '/data/ab/deep/x.csv', '/data/abc/y.csv'];
  expect(paths.map(withoutCommonFolder(paths))).toEqual(['ab/x.csv', 'ab/deep/x.csv', 'abc/y.csv']);
});

it('keeps names that have no folder, and the name of a file alone', () => {
  expect(['a.csv', 'b/c.csv'].map(withoutCommonFolder(['a.csv', 'b/c.csv']))).toEqual(['a.csv', 'b/c.csv']);
  expect(withoutCommonFolder(['/data/a.csv'])('/data/a.csv')).toBe('a.csv');
  expect(withoutCommonFolder(['/a.csv', 'b.csv'])('/a.csv')).toBe('/a.csv');
});
