import { describe, expect, it } from 'vitest';
import { cronProblem, parseCron } from '../../src/schedule/cron.ts';

describe('parseCron', () => {
  it('reads lists, ranges, steps and names', () => {
    const cron = parseCron('0,30 8-10 */10 jan,jul mon-fri');
    expect([...cron.minutes]).toEqual([0, 30]);
    expect([...cron.hours]).toEqual([8, 9, 10]);
    expect([...cron.days]).toEqual([1, 11, 21, 31]);
    expect([...cron.months]).toEqual([1, 7]);
    expect([...cron.weekdays]).toEqual([1, 2, 3, 4, 5]);
    expect(cron.eitherDay).toBe(true);
  });

  it('takes 7 as Sunday and a step from a start to the end', () => {
    expect([...parseCron('0 0 * * 7').weekdays]).toEqual([0]);
    expect([...parseCron('50/3 * * * *').minutes]).toEqual([50, 53, 56, 59]);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1-2-3 * * * *',
    'a * * * *',
    '1,, * * * *',
    '0 0 31 feb *',
  ])('refuses %j and says why', (text) => {
    expect(() => parseCron(text)).toThrow(SyntaxError);
    expect(cronProblem(text)).toContain(text);
  });
});
