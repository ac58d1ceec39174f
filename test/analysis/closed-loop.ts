import type { FaultedLoad, Iteration } from '../../src/analysis/faulted-load.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { gaussian } from './simulate.ts';

export interface ClosedLoop {
  readonly workers: number;
  /** Seconds. */
  readonly horizon: number;
  /** Undisturbed seconds of the n-th iteration. */
  readonly seconds: (n: number) => number;
  /** Work stands still from … to; none without. */
  readonly freeze?: { readonly from: number; readonly to: number };
  /** What starts from … to fails at once with this probability. */
  readonly refuse?: { readonly from: number; readonly to: number; readonly share: number };
}

/** Workers that begin anew as soon as they are done, as Rally's; fault at 20 s. Instants from 1,000 s on. */
export function closedLoop({ workers, horizon, seconds, freeze, refuse }: ClosedLoop, random: Random): FaultedLoad {
  const free = Array.from({ length: workers }, () => random() * 0.1);
  const iterations: Iteration[] = [];
  for (;;) {
    const worker = free.indexOf(Math.min(...free));
    const at = free[worker] as number;
    if (at >= horizon) break;
    const failed = refuse !== undefined && at >= refuse.from && at < refuse.to && random() < refuse.share;
    const own = failed ? 0.01 : seconds(iterations.length);
    // Work that the freeze catches goes on after it.
    const caught = freeze !== undefined && at < freeze.to && at + own > freeze.from;
    const took = caught ? own + freeze.to - Math.max(at, freeze.from) : own;
    iterations.push({ at: Math.round((1000 + at) * 1e6), seconds: Math.round(took * 1e6) / 1e6, failed });
    free[worker] = at + took;
  }
  return { iterations, faultAt: 1020e6 };
}

/** Undisturbed lengths in seconds, by seed. */
export const LENGTHS = {
  /** Standard deviation of the logs .4. */
  lognormal: (seed: number): (() => number) => {
    const normal = gaussian(seed);
    return () => 0.2 * Math.exp(0.4 * normal());
  },
  /** Standard deviation of the logs .3, autocorrelation of neighbours .6. */
  correlated: (seed: number): (() => number) => {
    const normal = gaussian(seed);
    let state = normal();
    return () => 0.2 * Math.exp(0.3 * (state = 0.6 * state + 0.8 * normal()));
  },
  /** 3 % take 1.5 … 4 times as long. */
  spikes: (seed: number): (() => number) => {
    const [normal, random] = [gaussian(seed), seededRandom(seed)];
    return () => 0.2 * Math.exp(0.1 * normal()) * (random() < 0.03 ? 1.5 + 2.5 * random() : 1);
  },
} as const;
