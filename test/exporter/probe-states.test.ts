import { describe, expect, it } from 'vitest';
import { probeStates } from '../../src/exporter/probe-states.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const START = 1_764_000_000 * SECOND;
const resolver = { target: 'local', probe: 'resolver' };

describe('probeStates', () => {
  it('is up after ok and slow, down after failed, and says nothing after unknown', () => {
    const states = probeStates();
    const after = (outcome: 'ok' | 'slow' | 'failed' | 'unknown', second: number) => {
      states.seen({ ...resolver, outcome, at: START + second * SECOND });
      return states.current(START + second * SECOND).map(({ up }) => up);
    };
    expect(after('ok', 0)).toEqual([true]);
    expect(after('slow', 1)).toEqual([true]);
    expect(after('failed', 2)).toEqual([false]);
    expect(after('unknown', 3)).toEqual([]);
    expect(after('ok', 4)).toEqual([true]);
  });

  it('keeps the newest look when an older one is stored later', () => {
    const states = probeStates();
    states.seen({ ...resolver, outcome: 'failed', at: START + SECOND });
    states.seen({ ...resolver, outcome: 'ok', at: START });
    expect(states.current(START + SECOND)).toEqual([{ ...resolver, up: false }]);
  });

  it.each([
    ['every second', SECOND, 2 * MINUTE],
    ['every ten minutes', 10 * MINUTE, 40 * MINUTE],
  ])('forgets a probe that looked %s and stopped', (_, every, patience) => {
    const states = probeStates();
    states.seen({ ...resolver, outcome: 'ok', at: START });
    states.seen({ ...resolver, outcome: 'ok', at: START + every });
    expect(states.current(START + every + patience)).toHaveLength(1);
    expect(states.current(START + every + patience + 1)).toHaveLength(0);
  });

  it('tells probes of one name on two targets apart', () => {
    const states = probeStates();
    states.seen({ target: 'a', probe: 'api', outcome: 'ok', at: START });
    states.seen({ target: 'b', probe: 'api', outcome: 'failed', at: START });
    expect(states.current(START)).toEqual([
      { target: 'a', probe: 'api', up: true },
      { target: 'b', probe: 'api', up: false },
    ]);
  });
});
