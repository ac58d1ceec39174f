/** P(sup |Brownian bridge| > t) = 2 Σ (−1)^{k+1} exp(−2 k² t²) (Kolmogorov 1933); 1 where t is so small that nothing is said. */
export function kolmogorovTail(t: number): number {
  if (!(t > 0.2)) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * t * t);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
