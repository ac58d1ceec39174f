import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeOutages } from '../../src/analysis/judge-outages.ts';
import { seededRandom } from '../../src/core/random.ts';
import { looks } from './looks.ts';
import { shuffled } from './simulate.ts';

const PATTERN = fc.array(fc.constantFrom('.', '.', '.', 'x', '?', 's'), { maxLength: 120 }).map((marks) => marks.join(''));

describe('judgeOutages', () => {
  it('says everything of one subject at once', () => {
    const judged = judgeOutages(looks(`${'.'.repeat(50)}xxx${'.'.repeat(20)}s.x.s${'.'.repeat(20)}`), { objective: 0.99 });
    expect(judged.outages).toHaveLength(1);
    expect(judged.flapping).toEqual([]);
    expect(judged.failures).toMatchObject({ n: 95, failed: 1, clustered: expect.closeTo(1, 9) });
    expect(judged.failures.looksBetweenFalseOutages).toBeCloseTo(95 + 95 ** 2 + 95 ** 3, 3);
    expect(judged.slowShare.value).toBeCloseTo(2 / 94, 12);
    expect(judged.availability).toMatchObject({ observedSeconds: 97, downSeconds: { min: 2, max: 4 } });
    expect(judged.timeBetweenOutages.began).toBe(1);
    expect(judged.timeToRepair.median.value).toBe(3);
    expect(judged.burn.map(({ state }) => state)).toEqual(['quiet', 'quiet', 'burning']);
  });

  it('knows nothing of no look, and little of one', () => {
    const none = judgeOutages([], { objective: 0.99 });
    expect(none).toMatchObject({ outages: [], flapping: [], burn: [], failures: { n: 0, looksBetweenFalseOutages: null } });
    expect(none.availability.share.value).toBeNaN();
    expect(none.slowShare.value).toBeNaN();
    expect(judgeOutages(looks('x'))).toMatchObject({ outages: [], failures: { n: 1, failed: 1, looksBetweenFalseOutages: 3 } });
    expect(judgeOutages(looks('?'))).toMatchObject({ outages: [], failures: { n: 0, unknown: 1 } });
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(PATTERN, fc.integer(), (pattern, seed) => {
        const own = looks(pattern);
        expect(judgeOutages(shuffled(own, seededRandom(seed)), { objective: 0.99 })).toEqual(judgeOutages(own, { objective: 0.99 }));
      }),
    );
  });

  it('finds the same outages, flapping and failures whatever unknown looks there are', () => {
    fc.assert(
      fc.property(PATTERN, fc.array(fc.nat(120), { maxLength: 30 }), (pattern, instants) => {
        const own = looks(pattern);
        const unknown = instants.flatMap((from) => looks('?', { from: from + 0.5 }));
        const [plain, more] = [judgeOutages(own), judgeOutages([...own, ...unknown])];
        expect(more.outages).toEqual(plain.outages);
        expect(more.flapping).toEqual(plain.flapping);
        expect(more.failures.failed).toBe(plain.failures.failed);
        expect(more.failures.n).toBe(plain.failures.n);
        expect(more.slowShare).toEqual(plain.slowShare);
      }),
    );
  });

  it('never counts a gap of ours as down time, and never finds more outages for it', () => {
    fc.assert(
      fc.property(PATTERN, fc.nat(120), fc.integer({ min: 1, max: 60 }), (pattern, from, length) => {
        const own = looks(pattern);
        const [plain, blind] = [judgeOutages(own), judgeOutages(own, { gaps: [{ fromAt: from * 1e6, toAt: (from + length) * 1e6 }] })];
        expect(blind.outages).toEqual(plain.outages);
        expect(blind.availability.downSeconds.min).toBeLessThanOrEqual(plain.availability.downSeconds.min);
        expect(blind.availability.downSeconds.max ?? 0).toBeLessThanOrEqual(plain.availability.downSeconds.max ?? 0);
        expect(blind.availability.observedSeconds).toBeLessThanOrEqual(plain.availability.observedSeconds);
      }),
    );
  });
});
