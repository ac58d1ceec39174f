const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time is ahead of UTC at this instant. */
export function offsetMs(zone: string, utcMs: number): number {
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

/**
 * The instant (ms UTC) of a local time, given as if it were UTC. In an hour that daylight saving skips: the next valid
 * minute. In an hour that comes twice: the first.
 */
export function instantOf(zone: string, localMs: number): number {
  const before = offsetMs(zone, localMs - DAY_MS);
  const after = offsetMs(zone, localMs + DAY_MS);
  const valid = [localMs - before, localMs - after].filter((instant) => instant + offsetMs(zone, instant) === localMs);
  if (valid.length > 0) return Math.min(...valid);
  // Skipped: find where the offset changes; both ends lie within a day of it.
  let [low, high] = [localMs - Math.max(before, after) - DAY_MS / 2, localMs - Math.min(before, after) + DAY_MS / 2];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetMs(zone, middle) === before) low = middle;
    else high = middle;
  }
  return Math.ceil(high / 60_000) * 60_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
