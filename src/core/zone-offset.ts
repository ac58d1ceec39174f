import { HarnessError } from './errors.ts';

const FIXED = /^([+-])(\d{2}):?(\d{2})$/;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Milliseconds that local time is ahead of UTC at this instant. `zone`: a name of the IANA list (UTC, Europe/Berlin) or a
 * fixed offset (+02:00).
 */
export function offsetMs(zone: string, utcMs: number): number {
  const [, sign, hours, minutes] = FIXED.exec(zone) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(utcMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const local = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
  );
  return local - Math.floor(utcMs / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = newFormat(zone);
  formats.set(zone, format);
  return format;
}

function newFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new HarnessError('usage', `unknown time zone "${zone}"`, {
      hint: 'Give a name of the IANA list, as in UTC or Europe/Berlin, or an offset, as in +02:00.',
      cause,
    });
  }
}
