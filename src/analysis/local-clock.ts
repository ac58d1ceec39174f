import { offsetMs } from '../core/zone-offset.ts';

const QUARTER_US = 900_000_000;
const QUARTERS_A_DAY = 96;

/** µs since 1970 → µs of the local wall clock, as if that were UTC. */
export type LocalClock = (utcUs: number) => number;

/**
 * The wall clock of a time zone (IANA name, or an offset as in +02:00), for millions of instants: the offset is asked once a
 * day, and once a quarter of an hour on days on which it changes. HarnessError for a zone that nobody knows.
 */
export function localClock(zone = 'UTC'): LocalClock {
  if (zone === 'UTC') return (utcUs) => utcUs;
  const offset = (quarter: number): number => offsetMs(zone, (quarter * QUARTER_US) / 1000) * 1000;
  const days = remembered((day) => {
    const [begin, end] = [offset(day * QUARTERS_A_DAY), offset((day + 1) * QUARTERS_A_DAY)];
    return begin === end ? begin : null;
  });
  const quarters = remembered(offset);
  return (utcUs) => {
    const quarter = Math.floor(utcUs / QUARTER_US);
    return utcUs + (days(Math.floor(quarter / QUARTERS_A_DAY)) ?? quarters(quarter));
  };
}

function remembered<Value>(compute: (key: number) => Value): (key: number) => Value {
  const known = new Map<number, Value>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const fresh = compute(key);
    known.set(key, fresh);
    return fresh;
  };
}
