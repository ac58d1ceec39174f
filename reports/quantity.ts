/** Units a claim is printed in; values are in base units (seconds, bytes per second, plain ratios). */
export type Unit = 'seconds' | 'bytes' | 'bytes_per_second' | 'events_per_second' | 'percent' | 'factor' | 'count' | 'number' | 'p';

/** `.` as decimal mark, no grouping: 1.234, 12.34, 123.4, 12340. */
export function significant(value: number, digits = 4): string {
  if (value === 0) return '0';
  const text = value.toPrecision(digits);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 || Math.abs(value) >= 1e21 ? text : Number(text).toFixed(0);
}

function scaled(value: number, steps: readonly (readonly [number, string])[]): string {
  const size = Math.abs(value);
  const [scale, unit] = steps.find(([from]) => size >= from) ?? steps.at(-1) ?? [1, ''];
  return `${significant(value / scale)} ${unit}`;
}

/** A quantity as people read it: `1.234 s`, `45.67 MB/s`, `4.10 %`, `1.082 ×`. Not finite: `unknown`. */
export function formatQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'unknown';
  switch (unit) {
    case 'seconds':
      if (value === 0) return '0 s';
      if (Math.abs(value) >= 7200) return `${significant(value / 3600)} h`;
      return scaled(value, [
        [1, 's'],
        [1e-3, 'ms'],
        [1e-6, 'µs'],
      ]);
    case 'bytes':
      return scaled(value, [
        [1e9, 'GB'],
        [1e6, 'MB'],
        [1e3, 'kB'],
        [1, 'B'],
      ]);
    case 'bytes_per_second':
      return scaled(value, [
        [1e9, 'GB/s'],
        [1e6, 'MB/s'],
        [1e3, 'kB/s'],
        [1, 'B/s'],
      ]);
    case 'events_per_second':
      return `${significant(value)} events/s`;
    case 'percent':
      return percent(value);
    case 'factor':
      return `${value >= 10 ? significant(value) : value.toFixed(3)} ×`;
    case 'count':
      return String(value);
    case 'number':
      return significant(value);
    case 'p':
      return value === 0 ? '< 1e-300' : value < 0.0001 ? value.toExponential(1) : value.toPrecision(2);
  }
}

/** Near one the distance to one is what matters: 99.95 % must not become 100 %. */
function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value > 99 && value < 100) {
    const digits = Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(100 - value))));
    return `${value.toFixed(digits)} %`;
  }
  if (Math.abs(value) < 0.01) return `${value.toPrecision(1)} %`;
  return `${significant(value, 3)} %`;
}
