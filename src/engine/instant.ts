const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 with up to nanoseconds and any offset → whole µs since 1970; undefined for anything else. */
export function instantUs(text: string): number | undefined {
  const [, second, fraction = '', offset] = RFC_3339.exec(text) ?? [];
  const ms = Date.parse(`${second}${offset}`);
  return Number.isNaN(ms) ? undefined : ms * 1000 + Math.round(Number(`0.${fraction || 0}`) * 1e6);
}
