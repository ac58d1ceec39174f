import { logChoose } from './log-choose.ts';

export interface RunsTest {
  /** Stretches of equal neighbours. */
  readonly runs: number;
  /** Of as many ones and zeros in any order. */
  readonly expected: number;
  /** P of so few runs or fewer, were the order left to chance: small when failures come in clusters. */
  readonly clustered: number;
  /** P of so many runs or more: small when they alternate. */
  readonly alternating: number;
}

/** Exact test of Wald & Wolfowitz 1940 on a sequence of two kinds; both p are 1 where one kind is missing. */
export function runsTest(marks: readonly boolean[]): RunsTest {
  const ones = marks.filter(Boolean).length;
  const zeros = marks.length - ones;
  const runs = marks.filter((mark, index) => index === 0 || mark !== marks[index - 1]).length;
  if (ones === 0 || zeros === 0) return { runs, expected: runs, clustered: 1, alternating: 1 };
  const expected = 1 + (2 * ones * zeros) / marks.length;
  const total = logChoose(marks.length, ones);
  let [clustered, alternating] = [0, 0];
  for (let r = 2; r <= 2 * Math.min(ones, zeros) + 1; r += 1) {
    const p = probability(r, ones, zeros, total);
    if (r <= runs) clustered += p;
    if (r >= runs) alternating += p;
  }
  return { runs, expected, clustered: Math.min(1, clustered), alternating: Math.min(1, alternating) };
}

/** An even number has as many stretches of ones as of zeros; an odd one has one more of either. */
function probability(runs: number, ones: number, zeros: number, total: number): number {
  const half = Math.floor(runs / 2);
  const parts = (ofOnes: number, ofZeros: number): number =>
    Math.exp(logChoose(ones - 1, ofOnes - 1) + logChoose(zeros - 1, ofZeros - 1) - total);
  return runs % 2 === 0 ? 2 * parts(half, half) : parts(half, half + 1) + parts(half + 1, half);
}
