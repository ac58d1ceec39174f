import { describe, expect, it } from 'vitest';
import { tick } from '../../src/schedule/intervals.ts';
import { handClock } from '../fakes/hand-clock.ts';

const SECOND = 1_000_000;

function begin(look: (dueAt: number) => Promise<void> | void, lateMs = 0) {
  const clock = handClock('2026-11-25T10:00:00.400Z');
  const late = { ...clock, sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + lateMs, signal) };
  const stop = new AbortController();
  const start = clock.now() - 400_000;
  const looks: number[] = [];
  const gaps: object[] = [];
  const done = tick(1000, stop.signal, {
    clock: late,
    look: async (dueAt) => {
      looks.push((dueAt - start) / SECOND);
      await look(dueAt);
    },
    gap: ({ fromAt, toAt, ticks, reason }) => gaps.push({ from: (fromAt - start) / SECOND, to: (toAt - start) / SECOND, ticks, reason }),
  });
  return { clock, looks, gaps, stop: () => (stop.abort(), done) };
}

describe('tick', () => {
  it('looks at whole multiples of the interval', async () => {
    const { clock, looks, gaps, stop } = begin(() => {});
    await clock.advance(3_700);
    await stop();
    expect(looks).toEqual([1, 2, 3, 4]);
    expect(gaps).toEqual([]);
  });

  it('names the ticks that fell while a look was running, and does not catch up', async () => {
    const { clock, looks, gaps, stop } = begin(async (dueAt) => {
      if (looks.length === 1) await clock.sleep(3_500);
      expect(dueAt).toBeGreaterThan(0);
    });
    await clock.advance(6_000);
    await stop();
    expect(gaps).toEqual([{ from: 2, to: 4, ticks: 2, reason: 'overlap' }]);
    expect(looks.slice(0, 4)).toEqual([1, 4, 5, 6]);
  });

  it('calls ticks lost to a slow look an overlap, however many there are', async () => {
    const { clock, gaps, stop } = begin(async () => {
      if (gaps.length === 0) await clock.sleep(20_000);
    });
    await clock.advance(25_000);
    await stop();
    expect(gaps).toEqual([{ from: 2, to: 21, ticks: 19, reason: 'overlap' }]);
  });

  it('calls ticks lost because it was woken late an overload', async () => {
    const { clock, gaps, looks, stop } = begin(() => {}, 4_000);
    await clock.advance(5_000);
    await stop();
    expect(looks).toEqual([1, 5]);
    expect(gaps).toEqual([{ from: 2, to: 5, ticks: 3, reason: 'overload' }]);
  });

  it('calls a long hole a suspend', async () => {
    const { clock, gaps, stop } = begin(() => {
      if (gaps.length === 0) clock.step(3_600_000);
    });
    await clock.advance(2_000);
    await stop();
    expect(gaps[0]).toMatchObject({ ticks: 3599, reason: 'suspend' });
  });

  it('goes on when the clock is set back an hour', async () => {
    const { clock, looks, stop } = begin(() => {});
    await clock.advance(2_000);
    clock.step(-3_600_000);
    await clock.advance(35_000);
    await stop();
    expect(looks.filter((at) => at < 0).length).toBeGreaterThan(2);
  });
});
