import { describe, expect, it } from 'vitest';
import { progressLine } from '../../../src/cli/output/progress-line.ts';
import type { Progress } from '../../../src/run/ports.ts';

function shown(isTTY: boolean, steps: readonly Progress[]): string {
  let text = '';
  const line = progressLine({ isTTY, write: (part) => (text += part) });
  for (const step of steps) line.show(step);
  line.end();
  return text;
}
const STEPS: readonly Progress[] = [
  { kind: 'stage', stage: 'provision' },
  { kind: 'rented', done: 3, of: 3 },
  { kind: 'stage', stage: 'cpu' },
  { kind: 'job', jobKind: 'cpu', done: 1, of: 6, failed: 0 },
  { kind: 'job', jobKind: 'cpu', done: 2, of: 6, failed: 1 },
  { kind: 'probe', done: 9, failed: 0 },
];

describe('progressLine', () => {
  it('writes one line a stage where nobody watches, and the last state', () => {
    expect(shown(false, STEPS)).toBe('provision\ncpu · instances 3/3\ncpu · instances 3/3 · cpu 2/6 (1 failed) · probes 9\n');
  });

  it('says nothing when nothing happened', () => {
    expect(shown(false, [])).toBe('');
    expect(shown(true, [])).toBe('');
  });

  it('rewrites one line on a terminal and wipes it at the end', () => {
    const text = shown(true, STEPS);
    expect(text).not.toContain('\n');
    const [, ...states] = text.split('\r');
    expect(states.at(-3)?.trimEnd()).toBe('cpu · instances 3/3 · cpu 2/6 (1 failed) · probes 9');
    expect(states.slice(-2).join('').trim()).toBe('');
    // Never shorter than the line before: nothing of it shines through.
    for (const [index, state] of states.slice(0, -1).entries())
      expect(state.length).toBeGreaterThanOrEqual(states[index - 1]?.trimEnd().length ?? 0);
  });
});
