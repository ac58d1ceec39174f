import { dip } from './dip.ts';

/** Tail probabilities of the columns below. */
const TAILS = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005] as const;

/**
 * √n · dip of n uniform values, the unimodal distribution hardest to tell from two modes: simulated, 20,000 to 200,000
 * samples a row (`npm run bench:bands -- --table`).
 */
const QUANTILES = [
  { n: 10, at: [0.3093, 0.3758, 0.4125, 0.4409, 0.4755, 0.5033, 0.5274, 0.5541, 0.5702, 0.5859] },
  { n: 20, at: [0.3283, 0.396, 0.4356, 0.471, 0.5116, 0.5392, 0.5651, 0.5958, 0.6197, 0.6493] },
  { n: 50, at: [0.3459, 0.4167, 0.4597, 0.4976, 0.5437, 0.5729, 0.6027, 0.6379, 0.6632, 0.6873] },
  { n: 100, at: [0.3549, 0.4271, 0.4714, 0.5109, 0.5583, 0.5921, 0.6239, 0.662, 0.6888, 0.7123] },
  { n: 200, at: [0.3613, 0.4349, 0.4797, 0.5197, 0.569, 0.6025, 0.6358, 0.6751, 0.7024, 0.7288] },
  { n: 500, at: [0.3681, 0.4433, 0.489, 0.5304, 0.5813, 0.6162, 0.6454, 0.6831, 0.7131, 0.7419] },
  { n: 1000, at: [0.3714, 0.4462, 0.4924, 0.5337, 0.5835, 0.6176, 0.6501, 0.6926, 0.718, 0.7433] },
  { n: 5000, at: [0.3756, 0.4528, 0.4988, 0.5414, 0.5902, 0.6261, 0.663, 0.7052, 0.7345, 0.7631] },
] as const;

export interface DipTest {
  readonly dip: number;
  /** That one mode gives a dip as great. */
  readonly p: number;
}

/** `sorted` strictly ascending, worth `effectiveN` independent values. p is 1 below ten of them. */
export function dipTest(sorted: Float64Array, effectiveN = sorted.length): DipTest {
  const distance = sorted.length === 0 ? 0 : dip(sorted);
  return { dip: distance, p: effectiveN < QUANTILES[0].n ? 1 : tail(Math.sqrt(effectiveN) * distance, effectiveN) };
}

/** Linear in 1/√n between the rows, in ln p between the columns and beyond the last, where the true tail is thinner. */
function tail(scaled: number, n: number): number {
  const above = QUANTILES.findIndex((row) => row.n >= n);
  const [lower, upper] = above < 0 ? [QUANTILES.at(-1), QUANTILES.at(-1)] : [QUANTILES[Math.max(0, above - 1)], QUANTILES[above]];
  if (lower === undefined || upper === undefined) return 1;
  const weight = lower.n === upper.n ? 0 : (1 / Math.sqrt(lower.n) - 1 / Math.sqrt(n)) / (1 / Math.sqrt(lower.n) - 1 / Math.sqrt(upper.n));
  const at = lower.at.map((quantile, column) => quantile + weight * ((upper.at[column] as number) - quantile));
  if (scaled <= (at[0] as number)) return 1 - (TAILS[0] * scaled) / (at[0] as number);
  const column = Math.max(
    1,
    at.findIndex((quantile) => quantile >= scaled) < 0 ? at.length - 1 : at.findIndex((quantile) => quantile >= scaled),
  );
  const [left, right] = [at[column - 1] as number, at[column] as number];
  const [logLeft, logRight] = [Math.log(TAILS[column - 1] as number), Math.log(TAILS[column] as number)];
  return Math.exp(logLeft + ((scaled - left) / (right - left)) * (logRight - logLeft));
}
