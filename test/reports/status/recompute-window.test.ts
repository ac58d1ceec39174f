import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusDocument } from '../../../reports/status/document.ts';
import { statusOf } from '../../../src/cli/compose/report-status.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { expectRecomputed } from './expect-recomputed.ts';
import { DAY, lookAt, MINUTE, MONDAY, watchConfig, watchedStore } from './window-store.ts';

/** Stretches of looks of one probe: outcome, how many, seconds between. */
const history = fc.array(
  fc.record({
    outcome: fc.constantFrom<Outcome[]>('ok', 'ok', 'ok', 'slow', 'failed', 'failed', 'unknown'),
    looks: fc.integer({ min: 1, max: 9 }),
    step: fc.integer({ min: 1, max: 200 }),
    marks: fc.constantFrom(0, 0, 1, 3),
    attempt: fc.constantFrom(0, 0, 0, 1),
    inRun: fc.constantFrom(false, false, false, true),
    seconds: fc.double({ min: 0.001, max: 2, noNaN: true }),
  }),
  { minLength: 4, maxLength: 40 },
);

const gaps = fc.array(
  fc.record({
    schedule: fc.constantFrom('api', 'resolver', null),
    fromAt: fc.integer({ min: -2 * 1440, max: 2 * 1440 }).map((minute) => MONDAY + minute * MINUTE),
    minutes: fc.integer({ min: 0, max: 300 }),
    ticks: fc.integer({ min: 0, max: 30 }),
    reason: fc.constantFrom('down', 'overlap', 'suspend'),
  }),
  { maxLength: 5 },
);

describe('a status report', () => {
  it('prints only numbers that plain SQL gives too', async () => {
    await fc.assert(
      fc.asyncProperty(history, history, gaps, async (api, resolver, holes) => {
        const { writer, reader, place } = await watchedStore();
        for (const [name, stretches] of [
          ['api', api],
          ['resolver', resolver],
        ] as const) {
          let at = MONDAY - DAY;
          for (const { outcome, looks, step, inRun, ...rest } of stretches)
            for (let n = 0; n < looks; n += 1)
              writer.observe(lookAt(name, (at += step * MINUTE), outcome, { ...rest, ...(inRun ? { run: 1 } : {}) }));
        }
        for (const { minutes, ...gap } of holes) await writer.recordGap({ ...gap, toAt: gap.fromAt + minutes * MINUTE });
        await writer.flush();
        const window = { from: MONDAY, to: MONDAY + 2 * DAY + 7 * MINUTE };
        const open = await reader();
        const model = await statusOf(watchConfig(), open, { now: window.to, window, target: null });
        expect(await expectRecomputed(statusDocument(model), open)).toBeGreaterThan(5);

        // And without any code of ours: counts and the time between the first and the last look.
        const db = new Sqlite(place.file, { readonly: true });
        const own = `from observations o join subjects s on s.id = o.subject where s.key = ? and o.attempt = 0 and o.run is null and o.at >= ${window.from} and o.at < ${window.to}`;
        for (const { subject, all, availability, outages } of model.probes) {
          const row = db
            .prepare(
              `select count(*) as looks, sum(outcome = 2) as failed, sum(outcome = 3) as unknown, max(o.at) - min(o.at) as us ${own}`,
            )
            .get(subject.key) as { looks: number; failed: number; unknown: number; us: number };
          expect(all).toMatchObject({ looks: row.looks, failed: row.failed, unknown: row.unknown });
          const covered = availability.observedSeconds + availability.unknownSeconds;
          expect(covered).toBeCloseTo(row.us / 1e6, 6);
          if (row.unknown === 0 && holes.length === 0) expect(availability.observedSeconds).toBeCloseTo(row.us / 1e6, 6);
          if (row.failed < 3) expect(outages).toEqual([]);
        }
        db.close();
      }),
      { numRuns: 12 },
    );
  });
});
