/** Units as files write them, and as the catalogue and the store do. */
const UNITS: readonly (readonly [string, string])[] = [
  ['s', 'seconds'],
  ['B', 'bytes'],
  ['B/s', 'bytes_per_second'],
  ['1/s', 'events_per_second'],
  ['1', 'none'],
];

/** undefined: it has none of these names, and stays as the file told it. */
export function storedUnit(unit: string): string | undefined {
  return UNITS.find(([told]) => told === unit)?.[1];
}

/** null: it was not told, or it is a mere number. */
export function toldUnit(unit: string): string | null {
  return unit === 'none' ? null : (UNITS.find(([, stored]) => stored === unit)?.[0] ?? unit);
}
