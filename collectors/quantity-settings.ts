import { z } from 'zod';
import { parseDuration, parseSize } from '../src/core/units.ts';

/** A size in the config: `64MiB`, or a whole number of bytes. Gives bytes; takes its own output again. */
export const sizeSetting = quantity('a size such as 64MiB, or a whole number of bytes', parseSize).meta({ format: 'size' });

/** A duration in the config: `30s`, or a whole number of milliseconds. Gives ms; takes its own output again. */
export const durationSetting = quantity('a duration such as 30s, or a whole number of milliseconds', parseDuration).meta({
  format: 'duration',
});

function quantity(wanted: string, parse: (text: string) => number) {
  return z.union([z.number(), z.string()], `Expected ${wanted}`).transform((value, context) => {
    const parsed = typeof value === 'number' ? value : parsedOr(value, parse, (message) => context.addIssue(message));
    if (!Number.isSafeInteger(parsed) || parsed <= 0) {
      context.addIssue(`Expected ${wanted}, more than 0`);
      return z.NEVER;
    }
    return parsed;
  });
}

function parsedOr(text: string, parse: (text: string) => number, refuse: (message: string) => void): number {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    refuse(error.message);
    return 1;
  }
}
