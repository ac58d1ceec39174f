const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const SIZE: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, kB: 1e3, MB: 1e6, GB: 1e9 };

/** `30s`, `1h30m`, `250ms` → milliseconds. Throws SyntaxError. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    throw new SyntaxError(`Cannot read "${text}" as a duration: expected a number with ms, s, m, h, d or w, as in 30s or 1h30m`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (DURATION_MS[unit as string] as number), 0);
}

/** `64MiB`, `1GB` → bytes. Throws SyntaxError. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB|kB|MB|GB)$/.exec(text);
  if (match === null) {
    throw new SyntaxError(`Cannot read "${text}" as a size: expected a number with B, KiB, MiB, GiB, kB, MB or GB, as in 64MiB`);
  }
  return Math.round(Number(match[1]) * (SIZE[match[2] as string] as number));
}

/** µs since 1970 → `2026-11-25T10:15:02.123Z`. */
export function isoTime(us: number): string {
  return new Date(us / 1000).toISOString();
}
