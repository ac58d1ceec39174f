import { formatQuantity, significant, type Unit } from './quantity.ts';

/** How a number is printed where its author chose it: a unit and significant digits. */
export interface Rounding {
  readonly unit?: string;
  /** 1 … 8; those of the whole part are printed in any case. */
  readonly digits?: number;
}

/** Units that a quantity may be printed in: what one of them is in its base unit. */
export const UNITS: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  seconds: { µs: 1e-6, ms: 1e-3, s: 1, h: 3600 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 },
  bytes_per_second: { 'B/s': 1, 'kB/s': 1e3, 'MB/s': 1e6, 'GB/s': 1e9 },
  events_per_second: { 'events/s': 1 },
  percent: { '%': 0.01 },
  factor: { '×': 1, '%': 0.01 },
  count: {},
  number: {},
  p: {},
};

const USUAL_DIGITS = 4;

/** The unit as a report writes it usually, unless something is chosen: `1235 ms`, `1.2 s`. The unit must be one of UNITS. */
export function formatQuantityIn(value: number, base: Unit, { unit, digits }: Rounding): string {
  if ((unit === undefined && digits === undefined) || !Number.isFinite(value)) return formatQuantity(value, base);
  const [, usual = ''] = / (\S+)$/.exec(formatQuantity(value, base)) ?? [];
  const printed = unit ?? usual;
  const scaled = value / (UNITS[base][printed] ?? 1);
  // A whole number is not rounded: 1188 ms must not read 1200 ms.
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(scaled) || 1)) + 1);
  const text = significant(scaled, Math.max(digits ?? USUAL_DIGITS, whole));
  return `${text}${printed === '' ? '' : ` ${printed}`}`;
}
