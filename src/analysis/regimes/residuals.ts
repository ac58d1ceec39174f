/** Values minus their mean. */
export function aboutMean(values: Float64Array): Float64Array {
  const centre = meanOf(values);
  return values.map((value) => value - centre);
}

/** Values minus their least-squares line; minus their mean below three values. */
export function aboutLine(values: Float64Array): Float64Array {
  const centre = meanOf(values);
  const middle = (values.length - 1) / 2;
  const slope = values.length < 3 ? 0 : slopeOf(values);
  return values.map((value, i) => value - centre - slope * (i - middle));
}

/** Of the least-squares line, per value; 0 below two. */
export function slopeOf(values: Float64Array): number {
  const n = values.length;
  const [centre, middle] = [meanOf(values), (n - 1) / 2];
  let moment = 0;
  for (let i = 0; i < n; i += 1) moment += (i - middle) * ((values[i] as number) - centre);
  return n < 2 ? 0 : (12 * moment) / (n * (n * n - 1));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
