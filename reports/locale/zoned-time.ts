import { isoTime } from '../../src/core/units.ts';
import { offsetMs } from '../../src/core/zone-offset.ts';

/** µs since 1970 → `2026-11-25T11:15:02.123+01:00`, in UTC `…10:15:02.123Z`. `zone`: IANA name or fixed offset. */
export function zonedTime(us: number, zone: string): string {
  if (zone === 'UTC') return isoTime(us);
  const offset = offsetMs(zone, Math.floor(us / 1000));
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (count: number): string => String(count).padStart(2, '0');
  const ahead = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return isoTime(us + offset * 1000).replace('Z', ahead);
}
