import type { Look } from './types.ts';

/** One alert of the multiwindow, multi-burn-rate scheme (Google, The Site Reliability Workbook, chapter 5). */
export interface BurnRule {
  /** Times the rate that uses up the error budget exactly at the end of its period. */
  readonly factor: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly severity: 'page' | 'ticket';
}

/** Of a 30-day budget: 2 % in an hour, 5 % in six, 10 % in three days. */
export const BURN_RULES: readonly BurnRule[] = [
  { factor: 14.4, longSeconds: 3600, shortSeconds: 300, severity: 'page' },
  { factor: 6, longSeconds: 21_600, shortSeconds: 1800, severity: 'page' },
  { factor: 1, longSeconds: 259_200, shortSeconds: 21_600, severity: 'ticket' },
];

export interface BurnOptions {
  /** Share of looks that shall succeed, 0…1, below 1. */
  readonly objective: number;
  /** End of every window, µs; looks after it do not count. */
  readonly now: number;
  readonly rules?: readonly BurnRule[];
  /** A window with fewer known looks says nothing; 10. */
  readonly leastLooks?: number;
  /** Failures in the long window without which nothing burns: a lone failure is no trend; 2. */
  readonly leastFailures?: number;
}

export interface Burn {
  readonly rule: BurnRule;
  readonly long: BurnWindow;
  readonly short: BurnWindow;
  /** `unknown`: the long window has too few looks. */
  readonly state: 'burning' | 'quiet' | 'unknown';
  /** Which windows decided: `long` alone where the short one has too few looks. */
  readonly decidedBy: 'both' | 'long' | null;
}

export interface BurnWindow {
  /** Known looks. */
  readonly n: number;
  readonly failed: number;
  /** Failed share ÷ error budget; NaN without a known look. */
  readonly rate: number;
}

/** For each rule, whether long and short window both burn the error budget faster than its factor. */
export function burnRates(looks: readonly Look[], options: BurnOptions): readonly Burn[] {
  const { objective, now, rules = BURN_RULES, leastLooks = 10, leastFailures = 2 } = options;
  const known = looks.filter(({ at, outcome }) => outcome !== 'unknown' && at <= now);
  const windowOf = (seconds: number): BurnWindow => {
    const inside = known.filter(({ at }) => at > now - seconds * 1e6);
    const failed = inside.filter(({ outcome }) => outcome === 'failed').length;
    return { n: inside.length, failed, rate: failed / inside.length / (1 - objective) };
  };
  return rules.map((rule) => {
    const [long, short] = [windowOf(rule.longSeconds), windowOf(rule.shortSeconds)];
    if (long.n < leastLooks) return { rule, long, short, state: 'unknown', decidedBy: null };
    const decidedBy = short.n < leastLooks ? 'long' : 'both';
    const burns = long.failed >= leastFailures && long.rate >= rule.factor && (decidedBy === 'long' || short.rate >= rule.factor);
    return { rule, long, short, state: burns ? 'burning' : 'quiet', decidedBy };
  });
}
