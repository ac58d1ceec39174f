import type { Look } from '../../src/analysis/types.ts';
import type { Random } from '../../src/core/random.ts';
import { gaussian } from './simulate.ts';

/** A target that goes up and down by itself, looked at on an interval. Seconds. */
export interface OutageModel {
  readonly meanUp: number;
  readonly meanDown: number;
  /** How the lengths of the outages scatter about their mean. */
  readonly lengths: 'exponential' | 'lognormal' | 'constant';
  readonly every: number;
  readonly horizon: number;
}

/** Up at first. The true down times are given beside what was seen of them; a look falls anywhere within its interval. */
export function simulatedOutages(
  { meanUp, meanDown, lengths, every, horizon }: OutageModel,
  random: Random,
): { readonly looks: readonly Look[]; readonly down: readonly { readonly from: number; readonly to: number }[] } {
  const normal = gaussian(Math.floor(random() * 2 ** 31));
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const length = (): number => {
    if (lengths === 'exponential') return exponential(meanDown);
    // σ of the logs 1: the mean of exp(z) is then √e.
    return lengths === 'constant' ? meanDown : meanDown * Math.exp(normal() - 0.5);
  };
  const down: { from: number; to: number }[] = [];
  for (let at = exponential(meanUp); at < horizon;) {
    const to = at + length();
    down.push({ from: at, to });
    at = to + exponential(meanUp);
  }
  let next = 0;
  const looks = Array.from({ length: Math.floor(horizon / every) }, (_, index): Look => {
    const at = (index + random()) * every;
    while (next < down.length && (down[next] as { to: number }).to <= at) next += 1;
    const isDown = next < down.length && (down[next] as { from: number }).from <= at;
    return { at: Math.round(at * 1e6), outcome: isDown ? 'failed' : 'ok', code: null, obs: index };
  });
  return { looks, down };
}
