const MISSING = new Set([
  '',
  '-',
  '?',
  'na',
  'n/a',
  'nan',
  '+nan',
  '-nan',
  'null',
  'nil',
  'none',
  'inf',
  '+inf',
  '-inf',
  'infinity',
  '+infinity',
  '-infinity',
]);

/** A cell with a number → its value; NaN where it says that there is none; undefined where it is malformed. */
export function parseValue(cell: string, decimalComma = false): number | undefined {
  const text = decimalComma ? cell.replace(/^(\s*[+-]?\d+),(\d+\s*)$/, '$1.$2') : cell;
  const value = Number(text);
  // Number reads hexadecimal and nothing at all as numbers too.
  if (Number.isFinite(value) && !/[xob]/i.test(text) && /\d/.test(text)) return value;
  return MISSING.has(text.trim().toLowerCase()) || Math.abs(value) === Number.POSITIVE_INFINITY ? Number.NaN : undefined;
}
