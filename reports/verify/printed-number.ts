import { numberWord, wordNumber } from '../../src/core/number-word.ts';

/** One way to read a number as printed: `1.234 ms` → 0.001234 in base units, good to half its last digit. */
export interface Reading {
  readonly value: number;
  /** Half a unit of the last digit, in base units. */
  readonly half: number;
  readonly unit: string;
  /** Base units in one printed unit. */
  readonly scale: number;
}

/** Printed units in base units (seconds, bytes, bytes per second, plain ratios). */
const SCALES: Readonly<Record<string, number>> = {
  '': 1,
  s: 1,
  ms: 1e-3,
  µs: 1e-6,
  h: 3600,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  'B/s': 1,
  'kB/s': 1e3,
  'MB/s': 1e6,
  'GB/s': 1e9,
  'events/s': 1,
  '%': 0.01,
  '×': 1,
};

/** A number as a report prints it, with its unit: to be looked for at a place (sticky). Thousands may be grouped, the decimal mark may be a comma. */
export const PRINTED =
  /(?:<[ \u00a0]?)?[-−]?\d(?:[\d.,'’\u00a0\u202f]*\d)?(?:e[+-]?\d+)?(?:[ \u00a0](?:[kMG]?B(?:\/s)?|events\/s|[mµ]?s|h|%|×)(?![\p{L}\p{N}]))?/uy;

const PARTS = /^(?:<[ \u00a0]?)?([-−]?)([\d.,'’\u00a0\u202f]+?)(e[+-]?\d+)?(?:[ \u00a0]([^\d\s]\S*))?$/u;

/** Every way to read it: where the decimal mark is not known, a lone comma may be one or part thousands. */
export function readingsOf(text: string, marks: readonly ('.' | ',')[] = ['.', ',']): readonly Reading[] {
  const word = wordNumber(text);
  if (word !== undefined) return [{ value: word, half: 0, unit: '', scale: 1 }];
  const [, minus = '', digits = '', exponent = '', unit = ''] = PARTS.exec(text) ?? [];
  const scale = Object.hasOwn(SCALES, unit) ? SCALES[unit] : undefined;
  if (scale === undefined || digits === '') return [];
  const found = marks.flatMap((mark): readonly Reading[] => {
    const [whole = '', fraction = '', ...more] = digits.split(mark);
    if (more.length > 0 || (digits.includes(mark) && fraction === '') || !/^\d*$/.test(fraction)) return [];
    if (!/^(?:\d+|\d{1,3}(?:([.,'’\u00a0\u202f])\d{3})(?:\1\d{3})*)$/u.test(whole)) return [];
    const factor = scale * Number(`1${exponent}`);
    const value = Number(`${minus === '' ? '' : '-'}${whole.replaceAll(/\D/g, '')}.${fraction}0`);
    return [{ value: value * factor, half: 0.5 * 10 ** -fraction.length * factor, unit, scale }];
  });
  return digits.includes('.') || digits.includes(',') ? found : found.slice(0, 1);
}

/** Whether this is how the value may be printed. `whole`: a count, which is never rounded. */
export function printsValue(text: string, value: number, whole: boolean): boolean {
  if (!Number.isFinite(value)) return text === 'unknown';
  const below = text.startsWith('<');
  return readingsOf(text).some((reading) => {
    if (below) return value <= reading.value;
    if (whole) return reading.value === value;
    return Math.abs(reading.value - value) <= Math.max(reading.half, roundedOff(reading)) * (1 + 1e-9) + 1e-15 * Math.abs(value);
  });
}

/** Half of what three or four significant digits leave of a large number: 12350 may be 12345.6. */
function roundedOff({ value, scale, unit, half }: Reading): number {
  const size = Math.abs(value / scale);
  const digits = unit === '%' ? 3 : 4;
  const last = 10 ** (Math.floor(Math.log10(size)) + 1 - digits);
  return last > 1 && half / scale === 0.5 && Math.round(size) % last === 0 ? (last / 2) * scale : 0;
}

/** The value in the unit of another text: what should stand there. */
export function printedLike(text: string, value: number): string {
  const [reading] = readingsOf(text);
  if (reading === undefined || !Number.isFinite(value)) return Number.isFinite(value) ? String(value) : 'unknown';
  const { unit, scale } = reading;
  if (wordNumber(text) !== undefined && Number.isInteger(value)) return numberWord(value);
  const number = Number.isInteger(value) && scale === 1 ? String(value) : String(Number((value / scale).toPrecision(4)));
  return unit === '' ? number : `${number} ${unit}`;
}
