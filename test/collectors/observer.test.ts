import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startObserver, type Observer } from '../../collectors/observer.ts';
import { systemClock, type Clock } from '../../src/core/clock.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { Observation } from '../../src/core/observation.ts';
import { MARKS } from '../../src/core/outcome.ts';

/** A machine whose time is moved by hand; a sleep ends when its time has come. */
function handClock() {
  const state = { wall: 1e15, monotonic: 5e6, uptime: 1000 };
  let waiting: { until: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => state.wall,
    monotonic: () => state.monotonic,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const onAbort = (): void => reject(signal?.reason as Error);
        signal?.addEventListener('abort', onAbort, { once: true });
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        waiting.push({ until: state.monotonic + ms * 1000, wake });
      }),
  };
  return {
    clock,
    uptime: () => Math.floor(state.uptime),
    /** Time passes; what was due meanwhile runs only at the end, as behind a blocked event loop. */
    async pass(ms: number): Promise<void> {
      state.monotonic += ms * 1000;
      state.wall += ms * 1000;
      state.uptime += ms / 1000;
      const due = waiting.filter(({ until }) => until <= state.monotonic);
      waiting = waiting.filter(({ until }) => until > state.monotonic);
      for (const { wake } of due) wake();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
    step: (seconds: number) => (state.wall += seconds * 1e6),
    sleepFor(seconds: number) {
      state.wall += seconds * 1e6;
      state.uptime += seconds;
    },
  };
}

let machine: ReturnType<typeof handClock>;
let controller: AbortController;
let observer: Observer;
let seen: Observation[];
let steps: { at: number; byUs: number }[];
let sleeps: { at: number; forUs: number }[];

beforeEach(() => {
  machine = handClock();
  controller = new AbortController();
  [seen, steps, sleeps] = [[], [], []];
  observer = startObserver({
    clock: machine.clock,
    uptime: machine.uptime,
    target: 'self',
    sink: (observation) => seen.push(observation),
    onStep: (step) => steps.push(step),
    onSuspend: (suspend) => sleeps.push(suspend),
    signal: controller.signal,
  });
});
afterEach(async () => {
  controller.abort();
  await observer.done;
});

async function ticks(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await machine.pass(20);
}

describe('startObserver', () => {
  test('tells the largest lag of each second', async () => {
    await ticks(10);
    await machine.pass(20 + 37);
    await ticks(10);
    await machine.pass(20 + 12);
    await ticks(30);
    await ticks(50);
    expect(seen.map(({ samples }) => samples.map(({ value }) => value))).toEqual([[0.037], [0]]);
    expect(seen.map(({ marks }) => marks)).toEqual([MARKS.lag, 0]);
    expect(seen[0]).toMatchObject({ subject: { kind: 'self', key: 'observer' }, target: 'self', outcome: 'ok', at: 1e15 });
    for (const { metric, tags } of seen.flatMap(({ samples }) => samples)) expect(metricOf(metric)?.tags).toEqual(Object.keys(tags));
  });

  test('marks an act during which the loop lagged, and no other', async () => {
    await ticks(2);
    const before = observer.marksDuring();
    await ticks(2);
    expect(before()).toBe(0);
    const during = observer.marksDuring();
    await machine.pass(20 + 25);
    expect(during()).toBe(MARKS.lag);
    const after = observer.marksDuring();
    await ticks(3);
    expect(after()).toBe(0);
  });

  test('does not charge an act with the lag before it', async () => {
    await machine.pass(0);
    // Blocked while no act ran; the act begins in the same turn, before the late tick.
    const state = machine.pass(90);
    const act = observer.marksDuring();
    await state;
    await ticks(2);
    expect(act()).toBe(0);
  });

  test('sees a lag that is not over when the act ends', async () => {
    await ticks(1);
    const act = observer.marksDuring();
    const passing = machine.pass(55);
    expect(act()).toBe(MARKS.lag);
    await passing;
  });

  test('does not call a lag of 20 ms a lag', async () => {
    const act = observer.marksDuring();
    await machine.pass(20 + 20);
    expect(act()).toBe(0);
  });

  test.each([3600, -3600, 0.6, -0.6])('tells a step of the clock by %d s', async (seconds) => {
    await ticks(3);
    const act = observer.marksDuring();
    machine.step(seconds);
    await ticks(1);
    expect(steps).toEqual([{ at: machine.clock.now(), byUs: seconds * 1e6 }]);
    expect(sleeps).toEqual([]);
    expect(act()).toBe(MARKS.clock);
    await ticks(50);
    expect(steps).toHaveLength(1);
    expect((seen[0]?.marks ?? 0) & MARKS.clock).toBe(MARKS.clock);
  });

  test.each([0.4, -0.4])('takes a slew by %d s for none', async (seconds) => {
    machine.step(seconds);
    await ticks(5);
    expect(steps).toEqual([]);
  });

  test('tells a sleep of the machine from a step of its clock', async () => {
    await ticks(3);
    const act = observer.marksDuring();
    machine.sleepFor(600);
    await ticks(1);
    expect(steps).toEqual([]);
    expect(sleeps).toHaveLength(1);
    expect(Math.abs((sleeps[0]?.forUs ?? 0) - 600e6)).toBeLessThan(1e6);
    expect(act()).toBe(MARKS.clock);
  });

  test('ends with its signal and says nothing more', async () => {
    controller.abort();
    await observer.done;
    await ticks(100);
    expect(seen).toEqual([]);
  });
});

test('sees this very loop blocked', async () => {
  const own = new AbortController();
  const said: Observation[] = [];
  const live = startObserver({
    clock: systemClock,
    target: 'self',
    sink: (observation) => said.push(observation),
    everyMs: 100,
    signal: own.signal,
  });
  try {
    await systemClock.sleep(40);
    const act = live.marksDuring();
    const until = performance.now() + 80;
    while (performance.now() < until);
    await systemClock.sleep(40);
    expect(act()).toBe(MARKS.lag);
    await expect.poll(() => Math.max(...said.flatMap(({ samples }) => samples.map(({ value }) => value)))).toBeGreaterThan(0.05);
  } finally {
    own.abort();
    await live.done;
  }
});
