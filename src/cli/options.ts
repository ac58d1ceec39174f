import { InvalidArgumentError } from 'commander';
import { printStyle } from '../../reports/locale/print-style.ts';
import { name } from '../config/fields.ts';
import { parseDuration } from '../core/units.ts';
import { offsetMs } from '../core/zone-offset.ts';
import { METRIC_NAME } from '../store/write/tags.ts';

/** A commander parser for whole numbers from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** A commander parser for one of these words, in any case. */
export function wordOption<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word.toLowerCase() === text.trim().toLowerCase());
    if (found === undefined) throw new InvalidArgumentError(`Expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`);
    return found;
  };
}

/** For an option that may be given several times. */
export function gathered(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** A share: `0.03` or `3%`. */
export function shareOption(text: string): number {
  const { value } = readShare(text);
  if (!(value <= 1)) throw new InvalidArgumentError('Expected a share from 0 to 1, such as 0.03 or 3%.');
  return value;
}

/** A commander parser for shares from `min` to `max`, also above 1; a bare number from 1 on is more likely a forgotten % than a share. */
export function shareWithin(min: number, max: number): (text: string) => number {
  return (text) => {
    const { value, isBare } = readShare(text);
    if (!(value >= min && value <= max) || (isBare && value >= 1)) {
      throw new InvalidArgumentError(
        `Expected a share from ${min * 100}% to ${max * 100}%, such as ${Math.max(5, min * 100)}% or ${Math.max(0.05, min)}.`,
      );
    }
    return value;
  };
}

/** NaN for anything else. */
function readShare(text: string): { readonly value: number; readonly isBare: boolean } {
  const match = /^((?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)\s*(%?)$/i.exec(text.trim());
  const isBare = match?.[2] !== '%';
  return { value: Number(match?.[1]) / (isBare ? 1 : 100), isBare };
}

/** A language whose numbers are known, as BCP 47 has it. */
export function localeOption(text: string): string {
  try {
    printStyle({ locale: text });
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A time zone that is known: IANA name, or offset as in +02:00. */
export function zoneOption(text: string): string {
  try {
    offsetMs(text, 0);
    return text;
  } catch {
    throw new InvalidArgumentError('Expected a time zone such as Europe/Vienna or +02:00.');
  }
}

/** A commander parser for numbers above 0 up to `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || !(value > 0) || value > max)
      throw new InvalidArgumentError(`Expected a number above 0, up to ${max}.`);
    return value;
  };
}

/** Milliseconds. */
export function durationOption(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** An instant, µs since 1970: ISO 8601, UTC unless it says otherwise. */
export function instantOption(text: string): number {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : /T|\d \d/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Expected an instant such as 2026-11-25 or 2026-11-25T10:15Z.');
  return ms * 1000;
}

/** `1-48` → ranks in start order, inclusive. */
export function jobsRange(text: string): { readonly from: number; readonly to: number } {
  const match = /^(\d+)-(\d+)$/.exec(text);
  const range = { from: Number(match?.[1]), to: Number(match?.[2]) };
  if (match === null || range.from < 1 || range.to < range.from)
    throw new InvalidArgumentError('Expected a range of job numbers such as 1-48.');
  return range;
}

/** A name as the config has them: it becomes a tag and part of file names. */
export function nameOption(text: string): string {
  const { success, error } = name.safeParse(text);
  if (!success) throw new InvalidArgumentError(`${error.issues[0]?.message ?? 'Not a name'}.`);
  return text;
}

/** A name that the store takes for a metric. */
export function metricOption(text: string): string {
  if (!METRIC_NAME.test(text))
    throw new InvalidArgumentError('Expected at most 128 letters, digits and "_.:/-", beginning with a letter or "_".');
  return text;
}
