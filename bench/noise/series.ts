import { seededRandom, type Random } from '../../src/core/random.ts';

/** One series of n values in time order. */
export type Source = (n: number) => Float64Array;

/** Series in which nothing is to be found: one level, one band, no daily course. Each call goes on where the last one ended. */
export function nothing(seed: number): Readonly<Record<string, Source>> {
  const { random, normal } = chance(seed);
  const each = (draw: (index: number) => number): Source => {
    return (n) => Float64Array.from({ length: n }, (_, index) => draw(index));
  };
  const remembering = (rho: number): Source => {
    return (n) => {
      let last = rho < 1 ? normal() : 30;
      const step = rho < 1 ? Math.sqrt(1 - rho * rho) : 0.2;
      return Float64Array.from({ length: n }, () => Math.exp(0.1 * (last = rho * last + step * normal())));
    };
  };
  return {
    Normal: each(() => 100 + 5 * normal()),
    'lognormal, σ .5': each(() => Math.exp(0.5 * normal())),
    'lognormal, σ 1': each(() => Math.exp(normal())),
    uniform: each(() => 1 + random()),
    exponential: each(() => -Math.log(1 - random())),
    'shifted exponential': each(() => 10 - Math.log(1 - random())),
    'exp(.3 |z|)': each(() => Math.exp(0.3 * Math.abs(normal()))),
    '3 % spikes of 1.5 to 4 times': each(() => (100 + 5 * normal()) * (random() < 0.03 ? 1.5 + 2.5 * random() : 1)),
    'rounded to 8 steps': each(() => Math.round(10 + 1.5 * normal())),
    'rounded to 2 steps': each(() => Math.round(10 + 0.3 * normal() + 0.4)),
    'counts, mean 3': each(() => poisson(3, random)),
    'AR .3': remembering(0.3),
    'AR .6': remembering(0.6),
    'AR .9': remembering(0.9),
    'random walk': remembering(1),
  };
}

/** Series with one move in time, which are not several bands. */
export function moving(seed: number): Readonly<Record<string, Source>> {
  const { normal } = chance(seed);
  const around = (level: (share: number, index: number) => number): Source => {
    return (n) => Float64Array.from({ length: n }, (_, index) => 100 + 5 * level(index / n, index) + 5 * normal());
  };
  return {
    'step of 2 sd': around((share) => (share < 0.4 ? 0 : 2)),
    'step of 8 sd': around((share) => (share < 0.4 ? 0 : 8)),
    'three levels': around((share) => 6 * Math.floor(3 * share)),
    'trend of 8 sd': around((share) => 8 * share),
    'sine over 24 values, 3 sd': around((_, index) => 3 * Math.sin((2 * Math.PI * index) / 24)),
  };
}

/** A share of the values, at random, `ratio` times the others; a CV of 2 % around both. */
export function mixed(seed: number, share: number, ratio: number): Source {
  const { random, normal } = chance(seed);
  return (n) => Float64Array.from({ length: n }, () => Math.exp(0.02 * normal()) * (random() < share ? ratio : 1));
}

export function chance(seed: number): { readonly random: Random; readonly normal: () => number } {
  const random = seededRandom(seed);
  return { random, normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) };
}

/** Knuth's product of uniforms, for small means. */
function poisson(mean: number, random: Random): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count += 1;
  return count;
}
