/** Significant digits to which two numbers, or each of two lists, agree; 17 when they are equal. */
export function agreement(actual: number | readonly number[], expected: number | readonly number[]): number {
  const [found, wanted] = [[actual].flat(), [expected].flat()];
  return Math.min(...wanted.map((value, index) => digits(found[index] ?? Number.NaN, value)));
}

function digits(actual: number, expected: number): number {
  if (actual === expected) return 17;
  return -Math.log10(Math.abs(actual - expected) / Math.abs(expected));
}
