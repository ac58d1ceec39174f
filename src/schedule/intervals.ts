import type { Clock } from '../core/clock.ts';

export interface TickerPorts {
  readonly clock: Clock;
  /** One look, due at this instant (µs wall). Never rejects. */
  readonly look: (dueAt: number) => Promise<void>;
  /** Ticks that did not run, as a range with its reason. */
  readonly gap: (gap: {
    readonly fromAt: number;
    readonly toAt: number;
    readonly ticks: number;
    /** The last look was still running; the wall clock jumped ahead, as after a sleep of the machine; we were woken late. */
    readonly reason: 'overlap' | 'suspend' | 'overload';
  }) => void;
}

/**
 * Looks every `everyMs`, at whole multiples of it on the wall clock, one look at a time, until the signal fires.
 * Of the ticks that fell while the last look was running the newest is begun late, the others are a gap, never a queue:
 * looks that bunch up would bend the picture.
 */
export async function tick(everyMs: number, signal: AbortSignal, ports: TickerPorts): Promise<void> {
  const { clock } = ports;
  const everyUs = everyMs * 1000;
  let dueAt = Math.ceil(clock.now() / everyUs) * everyUs;
  while (!signal.aborted) {
    const top = { wall: clock.now(), monotonic: clock.monotonic() };
    const waitMs = (dueAt - clock.now()) / 1000;
    if (waitMs > 0) {
      // Never one long timer: after a suspend or a clock step the wall clock is asked again.
      await clock.sleep(Math.min(waitMs, 30_000), signal).catch(() => undefined);
      if (signal.aborted) return;
      if (clock.now() < dueAt) {
        // The clock was set back: do not wait for a future that is now far away.
        if (dueAt - clock.now() > 2 * everyUs) dueAt = Math.ceil(clock.now() / everyUs) * everyUs;
        continue;
      }
    }
    const begun = clock.monotonic();
    await ports.look(dueAt);
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    const next = dueAt + everyUs;
    const lost = Math.max(0, Math.floor((now - next) / everyUs));
    if (lost > 0) {
      const jumped = now - top.wall - (monotonic - top.monotonic) > everyUs;
      const reason = jumped ? 'suspend' : monotonic - begun >= lost * everyUs ? 'overlap' : 'overload';
      ports.gap({ fromAt: next, toAt: next + lost * everyUs, ticks: lost, reason });
    }
    dueAt = next + lost * everyUs;
  }
}
