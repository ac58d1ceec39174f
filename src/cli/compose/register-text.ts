import { cleanBlock, cleanLine } from '../../core/clean-text.ts';
import { HarnessError } from '../../core/errors.ts';

/** A title, a name, a reason: one visible line. HarnessError `usage` where nothing is left of it; `what`: `--reason`. */
export function lineOf(text: string, what: string): string {
  const line = cleanLine(text, Number.POSITIVE_INFINITY).trim();
  if (line === '') throw new HarnessError('usage', `${what} is empty`);
  return line;
}

/** A description: lines, without what cannot be seen; null where nothing is left. */
export function blockOf(text: string | null | undefined): string | null {
  const block = cleanBlock(text ?? '').trim();
  return block === '' ? null : block;
}
