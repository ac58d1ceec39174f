import { noteFailure } from './note-failure.ts';
import { refuseInInit, type VuState } from './vu-state.ts';

type Callback = (...args: unknown[]) => unknown;

/** setTimeout and its kin, as globals and as the module `k6/timers`. An iteration ends when none is left. */
export function timersModule(state: VuState): { readonly [name: string]: unknown } {
  const running = new Map<number, number>();
  let last = 0;

  function clear(id?: unknown): void {
    const timer = running.get(Number(id));
    if (timer === undefined) return;
    running.delete(Number(id));
    state.host.cancel(timer);
    state.pending -= 1;
    state.settle();
  }

  function start(run: unknown, ms: unknown, args: unknown[], again: boolean): number {
    refuseInInit(state, 'a timer');
    if (typeof run !== 'function') throw new TypeError('a timer needs a function');
    const wait = Math.max(0, Number(ms) || 0);
    last += 1;
    const id = last;
    const { turn } = state;
    const fire = (): void => {
      if (again) running.set(id, state.host.timer(wait, fire));
      else running.delete(id);
      try {
        (run as Callback)(...args);
      } catch (error) {
        noteFailure(state, error);
      }
      if (state.turn !== turn) return;
      if (!again) state.pending -= 1;
      state.settle();
    };
    state.pending += 1;
    running.set(id, state.host.timer(wait, fire));
    return id;
  }

  state.stopTimers = () => {
    for (const timer of running.values()) state.host.cancel(timer);
    running.clear();
  };
  return {
    setTimeout: (run: unknown, ms?: unknown, ...args: unknown[]) => start(run, ms, args, false),
    setInterval: (run: unknown, ms?: unknown, ...args: unknown[]) => start(run, ms, args, true),
    clearTimeout: clear,
    clearInterval: clear,
  };
}
