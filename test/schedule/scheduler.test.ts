import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { startScheduler, type Entry, type Scheduler, type SlotEnd } from '../../src/schedule/scheduler.ts';
import { handClock } from '../fakes/hand-clock.ts';

const MINUTE = 60_000;
const entry = { name: 'hourly', cron: '0 * * * *', timeZone: 'UTC' };
let scheduler: Scheduler | undefined;

afterEach(() => scheduler?.stop(new Error('test over')));

function begin(start: (entry: Entry, signal: AbortSignal) => Promise<SlotEnd>, since?: number) {
  const clock = handClock('2026-11-25T10:00:30Z');
  const rows: string[] = [];
  scheduler = startScheduler([entry], new Map(since === undefined ? [] : [['hourly', since]]), {
    clock,
    log: silentLog,
    record: (_entry, { dueAt, state, run }) => {
      rows.push(`${new Date(dueAt / 1000).toISOString().slice(11, 16)} ${state}${run === undefined ? '' : ` run ${run}`}`);
      return Promise.resolve();
    },
    start,
  });
  const { beat } = scheduler;
  return {
    clock,
    rows,
    async beatAfter(ms: number): Promise<void> {
      await clock.advance(ms);
      await beat();
      await clock.advance(0);
    },
  };
}

describe('startScheduler', () => {
  it('starts each slot once and records its end', async () => {
    const { rows, beatAfter } = begin(() => Promise.resolve({ state: 'done' }));
    await beatAfter(60 * MINUTE);
    await beatAfter(MINUTE);
    expect(rows).toEqual(['11:00 running', '11:00 done']);
  });

  it('records a slot as failed when its act rejects', async () => {
    const { rows, beatAfter } = begin(() => Promise.reject(new Error('no')));
    await beatAfter(60 * MINUTE);
    expect(rows).toEqual(['11:00 running', '11:00 failed']);
  });

  it('skips the slots that fall while one is running', async () => {
    const { clock, rows, beatAfter } = begin(() => clock.sleep(130 * MINUTE).then(() => ({ state: 'done' as const })));
    await beatAfter(60 * MINUTE);
    await beatAfter(60 * MINUTE);
    await beatAfter(60 * MINUTE);
    await beatAfter(60 * MINUTE);
    expect(rows).toEqual(['11:00 running', '12:00 skipped', '13:00 skipped', '11:00 done', '14:00 running']);
    await clock.advance(130 * MINUTE);
  });

  it('marks as missed what passed while the process was down', async () => {
    const { rows, beatAfter } = begin(() => Promise.resolve({ state: 'done' }), Date.parse('2026-11-25T06:30:00Z') * 1000);
    await beatAfter(0);
    expect(rows).toEqual(['07:00 missed', '08:00 missed', '09:00 missed', '10:00 running', '10:00 done']);
  });

  it('does not run a slot twice when the clock is set back', async () => {
    const { clock, rows, beatAfter } = begin(() => Promise.resolve({ state: 'done' }));
    await beatAfter(60 * MINUTE);
    clock.step(-30 * MINUTE);
    await beatAfter(31 * MINUTE);
    expect(rows).toEqual(['11:00 running', '11:00 done']);
  });
});
