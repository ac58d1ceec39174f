import type { VuState } from './vu-state.ts';

/** The first exception nobody caught is the iteration's. */
export function noteFailure(state: VuState, error: unknown): void {
  if (state.failed) return;
  state.failed = true;
  state.failure = error;
}
