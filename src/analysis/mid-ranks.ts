export interface Ranked {
  /** 1 … n in the order of the values; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Σ (t³ − t) over groups of t equal values. */
  readonly ties: number;
}

/** No NaN. */
export function midRanks(values: Float64Array): Ranked {
  const sorted = values.toSorted();
  // Rank of each distinct value once; looked up by bisection, which is quicker than sorting indices.
  const distinct = new Float64Array(sorted.length);
  const rankOf = new Float64Array(sorted.length);
  let count = 0;
  let ties = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    distinct[count] = sorted[from] as number;
    rankOf[count] = (from + 1 + to) / 2;
    count += 1;
    ties += (to - from) ** 3 - (to - from);
  }
  const known = distinct.subarray(0, count);
  return { ranks: values.map((value) => rankOf[place(known, value)] as number), ties };
}

function place(distinct: Float64Array, value: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((distinct[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
