import { isKnownLocale } from '../../src/core/known-locale.ts';

/** How numbers and instants are printed. Values beside them (data attributes, numbers.json, CSV) stay plain. */
export interface PrintStyle {
  readonly decimal: '.' | ',';
  /** Between groups of three digits; empty for none. A space is one that does not break. */
  readonly thousands: '' | '\u00a0' | '\u202f' | '.' | ',' | '’';
  /** IANA name or fixed offset. */
  readonly timeZone: string;
}

/** What a report prints unless somebody asks for more: `12345.6 s`, UTC. */
export const PLAIN: PrintStyle = { decimal: '.', thousands: '', timeZone: 'UTC' };

export interface PrintSettings {
  /** BCP 47: `de`, `hu-HU`. */
  readonly locale?: string | null | undefined;
  readonly decimal?: '.' | ',' | null | undefined;
  readonly thousands?: keyof typeof MARKS | null | undefined;
  readonly timeZone?: string | null | undefined;
}

const MARKS = { none: '', space: '\u00a0', point: '.', comma: ',', apostrophe: '’' } as const;

/** The style that the settings ask for; each one goes before what the locale would say. Throws RangeError for a locale that is unknown, or where both marks are the same. */
export function printStyle({ locale, decimal, thousands, timeZone }: PrintSettings): PrintStyle {
  const own = ofLocale(locale ?? null);
  const asked = { decimal: decimal ?? null, thousands: thousands == null ? null : MARKS[thousands] };
  const style: PrintStyle = {
    decimal: asked.decimal ?? own.decimal,
    thousands: asked.thousands ?? own.thousands,
    timeZone: timeZone ?? PLAIN.timeZone,
  };
  if (style.decimal !== style.thousands) return style;
  // Only one of them was asked for: the other gives way.
  if (asked.thousands === null) return { ...style, thousands: style.decimal === ',' ? '.' : ',' };
  if (asked.decimal === null) return { ...style, decimal: style.thousands === ',' ? '.' : ',' };
  throw new RangeError('the decimal mark and the mark between thousands must differ');
}

function ofLocale(locale: string | null): Pick<PrintStyle, 'decimal' | 'thousands'> {
  if (locale === null) return PLAIN;
  if (!isKnownLocale(locale)) throw new RangeError(`unknown locale "${locale}": expected one such as de, fr or hu`);
  // Digits stay those of the rest of the report.
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const mark = (type: 'decimal' | 'group'): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: mark('decimal') === ',' ? ',' : '.', thousands: groupMark(mark('group')) };
}

function groupMark(mark: string): PrintStyle['thousands'] {
  if (mark === '\u202f') return mark;
  if (/\s/.test(mark)) return '\u00a0';
  if (mark === '.' || mark === ',') return mark;
  return mark === '' ? '' : '’';
}
