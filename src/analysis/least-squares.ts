/** A linear model fitted to values. */
export interface Fit {
  /** One a column. */
  readonly coefficients: readonly number[];
  readonly residuals: Float64Array;
  /** Sum of squared residuals. */
  readonly squares: number;
}

/** A column that the others explain but for this share of its squares adds nothing that could be told. */
const DEPENDENT = 1e-9;

/**
 * Ordinary least squares by modified Gram–Schmidt (Björck 1967), for a few columns of equal length, all needed at once:
 * undefined where one is a combination of the others, or there are fewer rows than columns.
 */
export function leastSquares(columns: readonly Float64Array[], values: Float64Array): Fit | undefined {
  if (values.length < columns.length) return undefined;
  const residuals = Float64Array.from(values);
  const directions: Float64Array[] = [];
  const upper: number[][] = [];
  const projections: number[] = [];
  for (const column of columns) {
    const direction = Float64Array.from(column);
    const shares = directions.map((earlier) => subtractProjection(direction, earlier));
    const length = dot(direction, direction);
    if (!(length > DEPENDENT * dot(column, column))) return undefined;
    directions.push(direction);
    upper.push(shares);
    projections.push(subtractProjection(residuals, direction));
  }
  return { coefficients: backSubstituted(upper, projections), residuals, squares: dot(residuals, residuals) };
}

/** Takes from `values` its part along `direction`; returns how many directions long that part was. */
function subtractProjection(values: Float64Array, direction: Float64Array): number {
  const share = dot(values, direction) / dot(direction, direction);
  for (let row = 0; row < values.length; row += 1) values[row] = (values[row] as number) - share * (direction[row] as number);
  return share;
}

function backSubstituted(upper: readonly (readonly number[])[], projections: readonly number[]): readonly number[] {
  const coefficients = [...projections];
  for (let column = coefficients.length - 1; column >= 0; column -= 1) {
    for (let earlier = 0; earlier < column; earlier += 1) {
      coefficients[earlier] = (coefficients[earlier] as number) - (coefficients[column] as number) * (upper[column]?.[earlier] as number);
    }
  }
  return coefficients;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) sum += (a[row] as number) * (b[row] as number);
  return sum;
}
