import { normalQuantile } from './normal-distribution.ts';
import { unitsForMedian } from './order-interval.ts';
import type { Estimate } from './types.ts';

/** How long something lasted; `censored`: it lasted at least this long, its end was not seen. */
export interface Duration {
  readonly seconds: number;
  readonly censored: boolean;
}

export interface SurvivalStep {
  /** A length at which at least one ended. */
  readonly seconds: number;
  /** Share that lasts longer. */
  readonly share: number;
  /** Σ d ÷ (n (n − d)) up to here (Greenwood 1926): the variance of the share is its square times this. */
  readonly greenwood: number;
}

/** Product-limit estimate of Kaplan & Meier 1958. What was censored at a length at which others ended was still at risk there. */
export function kaplanMeier(durations: readonly Duration[]): readonly SurvivalStep[] {
  const ordered = durations.toSorted((a, b) => a.seconds - b.seconds);
  const steps: SurvivalStep[] = [];
  let [share, greenwood] = [1, 0];
  for (let first = 0, next = 0; first < ordered.length; first = next) {
    const { seconds } = ordered[first] as Duration;
    let ended = 0;
    for (; ordered[next]?.seconds === seconds; next += 1) ended += ordered[next]?.censored === true ? 0 : 1;
    if (ended === 0) continue;
    const atRisk = ordered.length - first;
    share *= 1 - ended / atRisk;
    greenwood += ended / (atRisk * (atRisk - ended));
    steps.push({ seconds, share, greenwood });
  }
  return steps;
}

/** Rounding of a product of shares: at exactly one half the curve is flat, and the median lies in the middle of that stretch. */
const HALF = 0.5 + 1e-12;

/**
 * The length that half of them last, with the interval of Brookmeyer & Crowley 1982 on the log(−log) scale: every length at which
 * a half is compatible with the curve. value is Infinity where more than half were still going on; a bound is null where the
 * curve does not reach it, and both are below the six durations that an interval of a median needs.
 */
export function medianDuration(durations: readonly Duration[], level = 0.95): Estimate {
  const steps = kaplanMeier(durations);
  if (durations.length === 0) return { value: Number.NaN, low: null, high: null, level };
  const reached = steps.findIndex(({ share }) => share <= HALF);
  const value = reached === -1 ? Infinity : at(steps, reached);
  if (durations.length < unitsForMedian(level)) return { value, low: null, high: null, level };
  const z = normalQuantile(1 - (1 - level) / 2);
  const low = steps.find((step) => lowerBound(step, z) <= 0.5)?.seconds ?? null;
  const high = steps.find((step) => upperBound(step, z) < 0.5)?.seconds ?? null;
  return { value, low, high, level };
}

function at(steps: readonly SurvivalStep[], index: number): number {
  const step = steps[index] as SurvivalStep;
  const next = steps[index + 1];
  return step.share >= 0.5 - 1e-12 && next !== undefined ? (step.seconds + next.seconds) / 2 : step.seconds;
}

function lowerBound(step: SurvivalStep, z: number): number {
  return step.share === 0 ? 0 : step.share ** Math.exp(halfWidth(step, z));
}

function upperBound(step: SurvivalStep, z: number): number {
  return step.share === 0 ? 0 : step.share ** Math.exp(-halfWidth(step, z));
}

function halfWidth({ share, greenwood }: SurvivalStep, z: number): number {
  return (z * Math.sqrt(greenwood)) / Math.abs(Math.log(share));
}
