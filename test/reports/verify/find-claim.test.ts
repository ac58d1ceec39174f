import { describe, expect, it } from 'vitest';
import { findClaim, readReference } from '../../../reports/verify/find-claim.ts';
import { rowsBehind } from '../../../reports/verify/rows-behind.ts';
import { makeFacts } from '../make-facts.ts';

const claim = (id: string, line: number, column: number, text: string) => ({
  id,
  line,
  column,
  text,
  value: Number.parseFloat(text),
  recipe: { statistic: 'count' as const, of: { rows: 'runs' as const, runs: [] } },
});
const claims = [claim('c1', 3, 11, '12'), claim('c2', 3, 18, '13'), claim('c3', 5, 1, '14')];
const report = {
  numbers: 'r/numbers.json',
  claims,
  authored: [],
  texts: [{ form: 'markdown' as const, file: 'r/report.md', text: '# T\n\nThere are 12 and 13.\n\n14 more.\n' }],
};

describe('readReference', () => {
  it.each([
    ['a/report.md#c12', { file: 'a/report.md', wanted: { id: 'c12' } }],
    ['a/report.html#c3', { file: 'a/report.html', wanted: { id: 'c3' } }],
    ['a#c1', { file: 'a', wanted: { id: 'c1' } }],
    ['report.md:12:34', { file: 'report.md', wanted: { line: 12, column: 34 } }],
    ['report.html:12', { file: 'report.html', wanted: { line: 12 } }],
    ['obs-12', undefined],
    ['20261125t101502-7kq2xw', undefined],
    ['#c12', undefined],
  ])('reads %s', (text, expected) => {
    expect(readReference(text)).toEqual(expected);
  });
});

describe('findClaim', () => {
  it('finds a number by its id, and by where it stands', () => {
    expect(findClaim(report, { id: 'c2' })).toMatchObject({ claim: { id: 'c2' }, place: 'r/report.md:3:18', stands: '13' });
    expect(findClaim(report, { line: 3, column: 11 })).toMatchObject({ claim: { id: 'c1' } });
    expect(findClaim(report, { line: 5 })).toMatchObject({ claim: { id: 'c3' }, place: 'r/report.md:5:1' });
  });

  it('says what there is where nothing or more than one stands', () => {
    expect(() => findClaim(report, { id: 'c9' })).toThrow(expect.objectContaining({ code: 'unknown-id', hint: 'It has c1 to c3.' }));
    expect(() => findClaim(report, { line: 3, column: 1 })).toThrow(/No number of the store stands at line 3, column 1/);
    expect(() => findClaim(report, { line: 3 })).toThrow(
      expect.objectContaining({ message: '2 numbers stand at line 3', hint: 'Say which: c1 (column 11: 12), c2 (column 18: 13).' }),
    );
  });
});

describe('rowsBehind', () => {
  const facts = makeFacts({ seed: 61, outage: { from: 10, to: 20 } });
  const runs = facts.runs.map(({ uid }) => uid);

  it('names the observation that has the extreme', () => {
    const of = { rows: 'samples', runs, metric: 'job_duration_seconds', tags: { job_kind: 'cpu' } } as const;
    const slowest = facts.samples
      .filter(({ metric, tags }) => metric === of.metric && tags['job_kind'] === 'cpu')
      .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0];
    expect(rowsBehind({ statistic: 'max', of }, facts, 5)).toMatchObject({ observations: 21, first: [slowest?.obs] });
    expect(rowsBehind({ statistic: 'median', of }, facts, 5).first).toHaveLength(5);
  });

  it('gives the raw answers of what failed', () => {
    const of = { rows: 'observations', runs, subject: { kind: 'probe', key: 'resolver' }, outcomes: ['failed'] } as const;
    const found = rowsBehind({ statistic: 'count', of }, facts, 3);
    expect(found).toMatchObject({ observations: 10 });
    expect(found.evidence).toHaveLength(3);
    expect(rowsBehind({ statistic: 'count', of: { rows: 'gaps', runs } }, facts, 3).observations).toBeNull();
  });
});
