import { checkVerdicts, type CheckOptions, type CheckSeries } from '../../analysis/check.ts';
import { MINIMUM_UNITS } from '../../analysis/compare.ts';
import type { ScheduleEntry } from '../../config/types.ts';
import { isoTime } from '../../core/units.ts';
import { nextSlots } from '../../schedule/next-slots.ts';

/** How far a check is from being able to say something; units of the series that has most. */
export interface UnitsToGo {
  readonly have: number;
  /** Units since the baseline at which something can be said; null: never, the baseline itself has too few. */
  readonly need: number | null;
  readonly baseline: { readonly have: number; readonly need: number };
}

/** Beyond this many nothing is looked for: a baseline that needs so many partners is too small. */
const MOST_UNITS = 40;

/** Tries larger and larger sides: the verdict "too few units" depends on how many there are, not on their values. */
export function unitsToGo(before: readonly CheckSeries[], after: readonly CheckSeries[], options: CheckOptions): UnitsToGo {
  // Without runs since the baseline, the next ones are taken to measure what it measured.
  const model = after.some(({ units }) => units.length > 0) ? after : before;
  const isEnough = (older: number | null, newer: number): boolean =>
    checkVerdicts(
      older === null ? before : before.map((series) => grown(series, older)),
      model.map((series) => grown(series, newer)),
      options,
    ).verdict !== 'too few units';
  const sizes = Array.from({ length: MOST_UNITS - MINIMUM_UNITS + 1 }, (_, index) => MINIMUM_UNITS + index);
  const have = most(after);
  const need = sizes.find((size) => isEnough(null, size)) ?? null;
  const each = sizes.find((size) => isEnough(size, size)) ?? MOST_UNITS;
  return { have, need, baseline: { have: most(before), need: need === null ? each : most(before) } };
}

export interface ToGoContext {
  readonly unit: 'run' | 'host';
  /** Runs since the baseline that gave the units. */
  readonly runs: number;
  /** Its name. */
  readonly baseline: string;
  /** Cron entries that run this target. */
  readonly entries: readonly Pick<ScheduleEntry, 'cron' | 'timeZone'>[];
  readonly now: number;
}

/** `2 of 5 runs; ready after 3 more, by the schedule at 2026-11-25T15:07Z`. */
export function wordsToGo({ have, need, baseline }: UnitsToGo, context: ToGoContext): string {
  const { unit, runs } = context;
  if (need === null) {
    return `the baseline has ${baseline.have} of ${count(baseline.need, unit)}: set it anew from more, \`evenkeel baseline set ${context.baseline} --last N\``;
  }
  const perRun = unit === 'run' || runs === 0 ? 1 : Math.max(1, have / runs);
  const more = Math.max(1, Math.ceil((need - have) / perRun));
  const dueAt = nextSlots(context.entries, context.now, more)[more - 1];
  const when = dueAt === undefined ? '' : `, by the schedule at ${isoTime(dueAt).slice(0, 16)}Z`;
  return `${have} of ${count(need, unit)}; ready after ${unit === 'run' ? `${more} more` : count(more, 'more run')}${when}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function most(series: readonly CheckSeries[]): number {
  return Math.max(0, ...series.map(({ units }) => units.length));
}

/** The same series with so many units: those it has, over and over. */
function grown(series: CheckSeries, size: number): CheckSeries {
  const { units } = series;
  if (units.length === 0) return series;
  return {
    ...series,
    units: Array.from({ length: size }, (_, index) => ({ key: `${index}`, values: units[index % units.length]?.values ?? [] })),
  };
}
