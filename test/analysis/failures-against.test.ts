import { describe, expect, it } from 'vitest';
import { failuresAgainst } from '../../src/analysis/failures-against.ts';
import { seededRandom } from '../../src/core/random.ts';
import { factsOf, type Act } from './facts.ts';
import { chanceBounds } from './simulate.ts';

/** `n` jobs of which every `nth` fails (0: none). */
function acts(n: number, nth: number, rest: Partial<Act> = {}): Act[] {
  return Array.from({ length: n }, (_, index): Act => {
    const failed = nth > 0 && index % nth === nth - 1;
    return { run: 'one', at: index * 1e6, outcome: failed ? 'failed' : 'ok', ...rest };
  });
}

describe('failuresAgainst', () => {
  it('tells the subject that fails more often, and only it', () => {
    const before = factsOf([...acts(120, 0), ...acts(60, 10, { kind: 'probe', key: 'dns' })]);
    const now = factsOf([...acts(120, 8), ...acts(60, 10, { kind: 'probe', key: 'dns' })]);
    expect(failuresAgainst(before, now, 0.03)).toMatchObject([
      { subject: { kind: 'job', key: 'cpu' }, isMore: true, by: 'looks', window: { failed: 15, n: 120 }, baseline: { failed: 0, n: 120 } },
      { subject: { kind: 'probe', key: 'dns' }, isMore: false },
    ]);
    // Fewer is no alarm.
    expect(failuresAgainst(now, before, 0.03).map(({ isMore }) => isMore)).toEqual([false, false]);
  });

  it('does not take one bad minute for a habit', () => {
    const minute = acts(120, 0).map((act, index): Act => ({ ...act, outcome: index >= 50 && index < 62 ? 'failed' : 'ok' }));
    expect(failuresAgainst(factsOf(acts(120, 0)), factsOf(minute), 0.03)).toMatchObject([{ isMore: false, by: 'events' }]);
  });

  it('says nothing of what one side only looked at, of retries and of our own', () => {
    const other = factsOf(acts(60, 2, { key: 'io' }));
    expect(failuresAgainst(factsOf(acts(60, 0)), other, 0.03)).toEqual([]);
    expect(failuresAgainst(factsOf(acts(60, 0)), factsOf(acts(60, 1, { attempt: 1 })), 0.03)).toEqual([]);
    const own = { kind: 'self', key: 'lag' } as const;
    expect(failuresAgainst(factsOf(acts(60, 0, own)), factsOf(acts(60, 1, own)), 0.03)).toEqual([]);
    expect(failuresAgainst(factsOf([]), factsOf([]), 0.03)).toEqual([]);
  });

  it('keeps the rate over all subjects together', () => {
    const random = seededRandom(21);
    const runs = 300;
    const side = (): ReturnType<typeof factsOf> =>
      factsOf(
        ['cpu', 'io', 'dns', 'api'].flatMap((key) =>
          Array.from({ length: 80 }, (_, index): Act => ({ run: 'one', at: index, key, outcome: random() < 0.06 ? 'failed' : 'ok' })),
        ),
      );
    const alarms = Array.from({ length: runs }, () => failuresAgainst(side(), side(), 0.1).some(({ isMore }) => isMore));
    expect(alarms.filter(Boolean).length / runs).toBeLessThan(chanceBounds(0.1, runs).high);
  });
});
