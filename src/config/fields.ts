import { z } from 'zod';
import { parseDuration, parseSize } from '../core/units.ts';

/** `30s`, `1h30m` → milliseconds. */
export const duration = z
  .string()
  .transform((text, context) => parsed(parseDuration, text, context))
  .meta({ format: 'duration' })
  .describe('a duration: 250ms, 30s, 1h30m, 7d');

/** `64MiB` → bytes. */
export const size = z
  .string()
  .transform((text, context) => parsed(parseSize, text, context))
  .meta({ format: 'size' })
  .describe('a size: 64MiB, 1GB');

/** What names a target, probe, job kind or schedule: it becomes a tag and part of file names. */
export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'expected letters, digits, "_", "-" and ".", at most 63, beginning with a letter or digit')
  .describe('a name: letters, digits, "_", "-", "."');

function parsed(parse: (text: string) => number, text: string, context: z.RefinementCtx): number {
  try {
    return parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
}
