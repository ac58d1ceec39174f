import { textLines } from './text-lines.ts';
import type { TextSource } from './open-text.ts';

export interface JsonLine {
  readonly line: number;
  /** undefined: no JSON object. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
}

/** The lines of newline-delimited JSON, some at a time, without the empty ones. */
export async function* jsonLines(source: TextSource): AsyncGenerator<readonly JsonLine[]> {
  for await (const { first, lines } of textLines(source)) {
    yield lines.flatMap((text, index) =>
      text?.trim() === '' ? [] : [{ line: first + index, value: text === null ? undefined : parseObject(text) }],
    );
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
