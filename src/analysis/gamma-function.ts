/** B₂ₖ / (2k (2k − 1)) of Stirling's series (DLMF 5.11.1), k = 1, 2, … */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360];
/** From here on those terms reach the last bits of a double. */
const STIRLING_FROM = 15;

const TINY = 1e-300;
const EPSILON = 1e-16;
const MAX_TERMS = 100_000;

/** ln Γ(x) for x > 0, absolute error about 1e-14. */
export function logGamma(x: number): number {
  let [z, product] = [x, 1];
  for (; z < STIRLING_FROM; z += 1) product *= z;
  const series = STIRLING.reduce((sum, coefficient, index) => sum + coefficient / z ** (2 * index + 1), 0);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** Regularised upper incomplete gamma Q(a, x), a > 0, x ≥ 0 (DLMF 8.9.2 by Lentz' method, 8.7.1 below a + 1). */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x < a + 1) return 1 - lowerSeries(a, x);
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < MAX_TERMS; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / guard(an * d + b);
    c = guard(b + an / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) break;
  }
  return Math.exp(a * Math.log(x) - x - logGamma(a)) * fraction;
}

/** Regularised lower incomplete gamma P(a, x): precise where it is small. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperGamma(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * EPSILON; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

function guard(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
