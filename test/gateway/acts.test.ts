import { describe, expect, it } from 'vitest';
import { createActs, LEASE_MS } from '../../src/gateway/acts.ts';
import { handClock } from '../fakes/hand-clock.ts';

const act = { act: 'provision', vu: 1, iteration: 0, n: 0 } as const;

describe('createActs', () => {
  it('aborts an act that nobody waits for any more, and not one whose lease a wait renews', async () => {
    const clock = handClock();
    const signals: AbortSignal[] = [];
    const acts = createActs((_execution, _request, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    }, clock);
    acts.ask('a', act);
    const renewed = acts.ask('b', act);
    await clock.advance(LEASE_MS - 1_000);
    void acts.wait('b', 'id' in renewed ? renewed.id : '', 0);
    await clock.advance(2_000);
    acts.expire();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    await clock.advance(LEASE_MS);
    acts.expire();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });
});
