import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { recompute } from '../../reports/recompute.ts';
import { watchedSubjects } from '../../reports/run/watched-subject.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { GapRow, RunFacts } from '../../src/store/rows.ts';
import { factsOf, type Act } from '../analysis/facts.ts';

const PATTERN = fc.array(fc.constantFrom<Outcome>('ok', 'ok', 'failed', 'failed', 'slow', 'unknown'), { maxLength: 40 });

/** Looks of one probe, one a second, each run 100 s after the one before. */
function facts(patterns: readonly (readonly Outcome[])[], gaps: readonly GapRow[]): RunFacts {
  const acts = patterns.flatMap((outcomes, run) =>
    outcomes.map((outcome, index): Act => ({ run: `run${run}`, at: (100 * run + index) * 1e6, kind: 'probe', key: 'dns', outcome })),
  );
  return { ...factsOf(acts), gaps };
}

it('what a report says of availability is found again by another way, in several runs, with gaps and unknown looks', () => {
  const gap = fc.tuple(fc.nat(140), fc.integer({ min: 1, max: 15 }), fc.constantFrom(null, 'dns', 'other'));
  fc.assert(
    fc.property(PATTERN, PATTERN, fc.array(gap, { maxLength: 4 }), (first, second, ranges) => {
      const gaps = ranges.map(([from, length, schedule], id): GapRow => {
        return { id, fromAt: from * 1e6, toAt: (from + length) * 1e6, ticks: length, reason: 'overload', schedule };
      });
      const rows = facts([first, second], gaps);
      const [watched] = watchedSubjects(rows, {});
      fc.pre(watched !== undefined);
      const { availability, rule, selection } = watched;
      const { share } = availability as NonNullable<typeof availability>;
      const again = (side?: 'low' | 'high'): number =>
        recompute(
          {
            statistic: 'availability',
            of: selection,
            parameters: { openAfter: rule.openAfter, closeAfter: rule.closeAfter },
            ...(side === undefined ? {} : { bound: { side, level: 1 } }),
          },
          rows,
        );
      if (availability?.observedSeconds === 0) {
        expect(again()).toBeNaN();
        return;
      }
      expect(again()).toBeCloseTo(share.value, 9);
      expect(again('low')).toBeCloseTo(share.low as number, 9);
      expect(again('high')).toBeCloseTo(share.high as number, 9);
    }),
    { numRuns: 300 },
  );
});
