const MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 };

/** k6's durations in ms: a number is ms; a text is `1h2m3.5s`, with `d` for days, or digits alone (ms). Null for anything else. */
export function goDurationMs(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d))+)$/.exec(value);
  if (match === null) return null;
  let sum = 0;
  for (const [, count, unit] of (match[2] as string).matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g)) {
    sum += Number(count) * (MS[unit as string] as number);
  }
  return match[1] === '-' ? -sum : sum;
}

/** ms as Go prints a duration: `250ms`, `1.5s`, `1m0s`, `2h0m5s`. */
export function goDurationText(ms: number): string {
  if (ms !== 0 && ms < 1000) return `${ms}ms`;
  const [hours, minutes, seconds] = [Math.floor(ms / 3.6e6), Math.floor(ms / 6e4) % 60, (ms % 6e4) / 1000];
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}
