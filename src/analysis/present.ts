/** The finite values, in their order; a copy. */
export function present(values: Float64Array): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (const value of values) if (Number.isFinite(value)) kept[n++] = value;
  return kept.subarray(0, n);
}

/** With NaN for null: a typed array would take it for 0. The values themselves where they are typed. */
export function withNaN(values: ArrayLike<number | null>): Float64Array {
  if (values instanceof Float64Array) return values;
  const known = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) known[index] = values[index] ?? Number.NaN;
  return known;
}
