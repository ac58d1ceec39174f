import { uptime as systemUptime } from 'node:os';
import type { Clock } from '../src/core/clock.ts';
import type { Instrument } from '../src/core/instrument.ts';
import type { Sink } from '../src/core/observation.ts';
import { MARKS } from '../src/core/outcome.ts';

export interface ObserverOptions {
  readonly clock: Clock;
  /** Target of the observations, the vantage point's own. */
  readonly target: string;
  /** One observation of subject self/observer each `everyMs`: observer_lag_seconds, the largest lag within it. */
  readonly sink: Sink;
  /** The system clock was stepped: by so many µs (forward > 0), noticed at `at` (µs since 1970, the new time). */
  readonly onStep?: (step: { readonly at: number; readonly byUs: number }) => void;
  /** This machine slept for so many µs until `at` (µs since 1970). */
  readonly onSuspend?: (suspend: { readonly at: number; readonly forUs: number }) => void;
  readonly everyMs?: number;
  /** Ends the observer. */
  readonly signal: AbortSignal;
  /** Seconds since boot, counting those asleep. */
  readonly uptime?: () => number;
}

export interface Observer {
  /** Call at the start of an act; what it gives, at the end: the bits of MARKS.lag and MARKS.clock for the time between. */
  marksDuring(): () => number;
  /** Settles after the signal fired. */
  readonly done: Promise<void>;
}

const TICK_MS = 20;
/** MARKS.lag says so. */
const LAG_US = 20_000;
const STEP_US = 500_000;
/** Uptime is told in whole seconds on some systems. */
const SUSPEND_US = 2_000_000;

const instrument: Instrument = { name: 'observer', version: '1', params: { tickMs: TICK_MS } };

/**
 * Our own health. Lag is how much later than asked a timer of 20 ms fires: one that was due while the loop was blocked is
 * late by what is left of the block. (perf_hooks' histogram loses the first interval after each reset, so it cannot say
 * what happened within one act.) The clock's steps are what wall and monotonic time did not pass alike from tick to tick.
 */
export function startObserver(options: ObserverOptions): Observer {
  const { clock, sink, target, everyMs = 1_000, signal, uptime = systemUptime } = options;
  const count = { lags: 0, steps: 0 };
  let last = read(clock, uptime);
  let opened = last;
  let worstUs = 0;
  /** Monotonic: when the next tick should come. */
  let dueUs = last.monotonic + TICK_MS * 1000;

  // A look between two ticks takes the lag so far to its own account, and leaves the tick what comes after.
  const look = (): void => {
    const now = read(clock, uptime);
    const passedUs = now.monotonic - last.monotonic;
    const lagUs = Math.max(0, now.monotonic - dueUs);
    dueUs += lagUs;
    worstUs = Math.max(worstUs, lagUs);
    if (lagUs > LAG_US) count.lags += 1;
    const asleepUs = Math.max(0, now.uptime - last.uptime - passedUs);
    const sleptUs = asleepUs > SUSPEND_US ? asleepUs : 0;
    if (sleptUs > 0) options.onSuspend?.({ at: now.wall, forUs: sleptUs });
    const byUs = now.wall - last.wall - passedUs - sleptUs;
    // Asleep or stepped, the act's instants are not to be trusted; the length of a sleep is only known to a second.
    if (Math.abs(now.wall - last.wall - passedUs) > STEP_US) count.steps += 1;
    if (Math.abs(byUs) > (sleptUs > 0 ? SUSPEND_US : STEP_US)) options.onStep?.({ at: now.wall, byUs });
    last = now;
  };

  const report = (): void => {
    const { wall: at, monotonic } = opened;
    const marks =
      (worstUs > LAG_US ? MARKS.lag : 0) | (Math.abs(last.wall - at - (last.monotonic - monotonic)) > STEP_US ? MARKS.clock : 0);
    sink({
      subject: { kind: 'self', key: 'observer' },
      target,
      at,
      tookUs: Math.round(last.monotonic - monotonic),
      outcome: 'ok',
      instrument,
      samples: [{ metric: 'observer_lag_seconds', tags: {}, value: worstUs / 1e6 }],
      marks,
    });
    opened = last;
    worstUs = 0;
  };

  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(TICK_MS, signal).catch(() => {});
      if (signal.aborted) return;
      look();
      dueUs = last.monotonic + TICK_MS * 1000;
      if (last.monotonic - opened.monotonic >= everyMs * 1000) report();
    }
  };

  return {
    marksDuring() {
      look();
      const before = { ...count };
      return () => {
        look();
        return (count.lags > before.lags ? MARKS.lag : 0) | (count.steps > before.steps ? MARKS.clock : 0);
      };
    },
    done: watch(),
  };
}

interface Reading {
  readonly wall: number;
  readonly monotonic: number;
  readonly uptime: number;
}

function read(clock: Clock, uptime: () => number): Reading {
  return { wall: clock.now(), monotonic: clock.monotonic(), uptime: uptime() * 1e6 };
}
