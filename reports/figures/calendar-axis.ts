const TWO_DAYS_US = 2 * 86_400_000_000;

/** Encoding of a time axis for stretches of time, µs since 1970: dates in UTC, and the time of day where it is a matter of hours. */
export function calendarAxis(cells: readonly { readonly from: number; readonly to: number }[]): object {
  const from = cells.reduce((least, cell) => Math.min(least, cell.from), Infinity);
  const to = cells.reduce((most, cell) => Math.max(most, cell.to), -Infinity);
  const format = to - from > TWO_DAYS_US ? '%Y-%m-%d' : '%m-%d %H:%M';
  return { type: 'temporal', scale: { type: 'utc' }, title: 'Time (UTC)', axis: { grid: false, format, tickCount: 6, labelFlush: true } };
}
