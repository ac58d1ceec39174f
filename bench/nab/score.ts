/** The weights of one of NAB's application profiles (Lavin & Ahmad 2015, table 1). */
export interface Profile {
  readonly name: string;
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
}

export const PROFILES = {
  standard: { name: 'standard', truePositive: 1, falseNegative: 1, falsePositive: 0.11 },
  lowFp: { name: 'low-FP', truePositive: 1, falseNegative: 1, falsePositive: 0.22 },
  lowFn: { name: 'low-FN', truePositive: 1, falseNegative: 2, falsePositive: 0.11 },
} as const satisfies Readonly<Record<string, Profile>>;

/** True anomalies of one file: first and last row, inclusive, ascending, without overlap. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** One file: how many rows, where its anomalies are, and the rows at which the detector raised an alarm (ascending). */
export interface Alarmed {
  readonly rows: number;
  readonly windows: readonly Window[];
  readonly alarms: readonly number[];
}

/** 100 · (score − silent) ÷ (perfect − silent) over a corpus: 0 for no alarm at all, 100 for each window met at its left edge alone. */
export function normalisedScore(files: readonly Alarmed[], profile: Profile): number {
  const windows = files.reduce((sum, file) => sum + file.windows.length, 0);
  const silent = -profile.falseNegative * windows;
  const perfect = profile.truePositive * windows;
  const score = files.reduce((sum, file) => sum + fileScore(file, profile), 0);
  return (100 * (score - silent)) / (perfect - silent);
}

/** The sum over one file: its windows by their best alarm, its false alarms by their distance. Alarms in probation do not count. */
export function fileScore({ rows, windows, alarms }: Alarmed, profile: Profile): number {
  const scored = alarms.filter((row) => row >= probation(rows));
  const met = windows.map(({ first, last }) => {
    const earliest = scored.find((row) => row >= first && row <= last);
    if (earliest === undefined) return -profile.falseNegative;
    return (profile.truePositive * sigmoid(-(last - earliest + 1) / (last - first + 1))) / sigmoid(-1);
  });
  const outside = scored.filter((row) => !windows.some(({ first, last }) => row >= first && row <= last));
  const falseAlarms = outside.map(
    (row) =>
      profile.falsePositive *
      falseAlarm(
        row,
        windows.findLast(({ last }) => last < row),
      ),
  );
  return [...met, ...falseAlarms].reduce((sum, value) => sum + value, 0);
}

/** The first rows, in which a detector may learn: 15 %, never above 750. */
export function probation(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/** Little is lost just behind a window, all of it from three widths on. */
function falseAlarm(row: number, before: Window | undefined): number {
  if (before === undefined) return -1;
  const distance = (row - before.last) / (before.last - before.first);
  return distance > 3 ? -1 : sigmoid(distance);
}

/** 2 ÷ (1 + e^5x) − 1: near 1 at the left edge of a window (x = −1), 0 at its right edge. */
function sigmoid(x: number): number {
  return 2 / (1 + Math.exp(5 * x)) - 1;
}
