const CALENDAR =
  /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:(?:[Tt]|[ _]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;
const COMPACT = /^(\d{4})()(\d{2})(\d{2})[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,12}))?)?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * An instant as files write it → µs since 1970, NaN where it is none. ISO 8601 and `YYYY-MM-DD HH:MM:SS` (also with `/` or `.`), UTC where no
 * zone is given; a number is an epoch in s, ms, µs or ns by its size: below 1e11 s, below 1e14 ms, below 1e17 µs.
 */
export function parseTime(text: string): number {
  const cell = text.trim();
  const match = CALENDAR.exec(cell) ?? COMPACT.exec(cell);
  if (match === null) return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(cell) ? epochTime(Number(cell)) : Number.NaN;
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const [hour, minute, second] = [Number(match[5] ?? 0), Number(match[6] ?? 0), Number(match[7] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const midnight = dayTime(year, month, day);
  const fraction = match[8] === undefined ? 0 : Math.round(Number(`0.${match[8]}`) * 1e6);
  return midnight + (hour * 3600 + minute * 60 + second) * 1e6 + fraction - offset(match[9]);
}

/** A number that stands for an instant → µs since 1970, by its size. */
export function epochTime(epoch: number): number {
  const size = Math.abs(epoch);
  if (size < 1e11) return Math.round(epoch * 1e6);
  if (size < 1e14) return Math.round(epoch * 1e3);
  return Math.round(size < 1e17 ? epoch : epoch / 1e3);
}

/** µs of a day's beginning; NaN for a day that is not in the calendar. */
export function dayTime(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() * 1000 : Number.NaN;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60e6;
}
