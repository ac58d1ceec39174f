import type { Look } from '../../src/analysis/types.ts';

const OUTCOMES: Readonly<Record<string, Look['outcome']>> = { '.': 'ok', s: 'slow', x: 'failed', '?': 'unknown' };

/** `..xx?.` → one look a second: . ok, s slow, x failed, ? unknown. Observation ids count from 1. */
export function looks(pattern: string, { code = 'timeout', from = 0 }: { code?: string; from?: number } = {}): Look[] {
  return Array.from(pattern, (mark) => mark).map((mark, index) => {
    const outcome = OUTCOMES[mark] ?? 'ok';
    return { at: (from + index) * 1e6, outcome, code: outcome === 'failed' ? code : null, obs: index + 1 };
  });
}
