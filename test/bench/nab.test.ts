import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCorpus } from '../../bench/nab/corpus.ts';
import { fileScore, normalisedScore, probation, PROFILES } from '../../bench/nab/score.ts';

const { standard, lowFp, lowFn } = PROFILES;
const one = { rows: 1_000, windows: [{ first: 500, last: 599 }] };
const two = {
  rows: 4_000,
  windows: [
    { first: 1_000, last: 1_099 },
    { first: 3_000, last: 3_100 },
  ],
};

describe('the score of NAB', () => {
  it('is 100 for the left edge of each window alone, and 0 for silence, in every profile', () => {
    for (const profile of Object.values(PROFILES)) {
      expect(normalisedScore([{ ...two, alarms: [1_000, 3_000] }], profile)).toBeCloseTo(100, 9);
      expect(normalisedScore([{ ...two, alarms: [] }], profile)).toBe(0);
    }
  });

  it('falls along a window as the sigmoid does', () => {
    // Row 549 is at −.51: (2 ÷ (1 + e^−2.55) − 1) ÷ (2 ÷ (1 + e^−5) − 1).
    expect(fileScore({ ...one, alarms: [549] }, standard)).toBeCloseTo(0.866749, 6);
    expect(fileScore({ ...one, alarms: [599] }, standard)).toBeCloseTo(0.025334, 6);
  });

  it('counts the earliest alarm of a window only', () => {
    expect(fileScore({ ...one, alarms: [520, 521, 599] }, standard)).toBe(fileScore({ ...one, alarms: [520] }, standard));
  });

  it('takes .11 for an alarm before any window, less just behind one, all from three widths on', () => {
    const missed = -1;
    expect(fileScore({ ...one, alarms: [499] }, standard)).toBeCloseTo(missed - 0.11, 12);
    // 20 rows behind, of 99: 2 ÷ (1 + e^(100 ÷ 99)) − 1 = −.466079.
    expect(fileScore({ ...one, alarms: [619] }, standard)).toBeCloseTo(missed - 0.11 * 0.466079, 5);
    expect(fileScore({ ...one, alarms: [897] }, standard)).toBeCloseTo(missed - 0.11, 12);
    expect(fileScore({ ...one, alarms: [499] }, lowFp)).toBeCloseTo(missed - 0.22, 12);
    expect(fileScore({ ...one, alarms: [499] }, lowFn)).toBeCloseTo(-2 - 0.11, 12);
  });

  it('measures a false alarm from the window before it, not from the next', () => {
    expect(fileScore({ ...two, alarms: [2_999] }, standard)).toBeCloseTo(-2 - 0.11, 12);
    expect(fileScore({ ...two, alarms: [3_101] }, standard)).toBeGreaterThan(-2 - 0.01);
  });

  it('looks away for the first 15 % of the rows, at most 750', () => {
    expect([probation(1_000), probation(5_000), probation(22_695), probation(7)]).toEqual([150, 750, 750, 1]);
    expect(fileScore({ ...one, alarms: [0, 149] }, standard)).toBe(-1);
    expect(fileScore({ ...one, alarms: [150] }, standard)).toBeCloseTo(-1.11, 12);
  });

  it('is never above 100, and an alarm more outside never helps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(999), { maxLength: 12 }), fc.integer({ min: 600, max: 999 }), (rows, extra) => {
        const alarms = rows.toSorted((a, b) => a - b);
        const score = normalisedScore([{ ...one, alarms }], standard);
        expect(score).toBeLessThanOrEqual(100 + 1e-9);
        if (alarms.includes(extra)) return;
        const more = [...alarms, extra].toSorted((a, b) => a - b);
        expect(normalisedScore([{ ...one, alarms: more }], standard)).toBeLessThanOrEqual(score);
      }),
    );
  });
});

describe('the corpus', () => {
  let dir = '';
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'evenkeel-nab-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const rows = 'timestamp,value\n2014-02-14 14:30:00,0.5\r\n2014-02-14 14:35:00,\n2014-02-14 14:40:00,7\n';
  const labels = { 'a/x.csv': [['2014-02-14 14:35:00.000000', '2014-02-14 14:40:00.000000']], 'a/absent.csv': [] };

  it.each([
    ['combined_windows.json', 'a/x.csv'],
    ['labels/combined_windows.json', 'data/a/x.csv'],
  ])('is read from %s beside %s', (at, file) => {
    put(at, JSON.stringify(labels));
    put(file, rows);
    const [series, ...others] = readCorpus(dir);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ name: 'a/x.csv', windows: [{ first: 1, last: 2 }] });
    expect([...(series?.values ?? [])]).toEqual([0.5, Number.NaN, 7]);
  });

  it('is refused where there are no labels, no files, or a window that fits none', () => {
    expect(() => readCorpus(dir)).toThrow(`no combined_windows.json in ${dir} or its labels/`);
    put('combined_windows.json', JSON.stringify(labels));
    expect(() => readCorpus(dir)).toThrow(`none of the 2 labelled files is in ${dir}`);
    put('a/x.csv', rows.replaceAll('14:35', '14:36'));
    expect(() => readCorpus(dir)).toThrow('a/x.csv: no row at 2014-02-14 14:35:00.000000, which a window names');
  });
});
