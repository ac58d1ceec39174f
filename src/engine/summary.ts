import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const shape = z.object({
  metrics: z.record(
    z.string(),
    z.object({
      values: z.record(z.string(), z.number().nullable()),
      thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
    }),
  ),
});

export interface Summary {
  /** As written: the argument of handleSummary without setup_data. */
  readonly text: string;
  readonly iterations: number;
  /** `metric: expression` of each threshold that did not hold. */
  readonly crossed: readonly string[];
}

/** null when the file is not there, or was cut off while it was written. */
export async function readSummary(file: string): Promise<Summary | null> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) return null;
  const { metrics } = parsed.data;
  const crossed = Object.entries(metrics).flatMap(([metric, { thresholds }]) =>
    Object.entries(thresholds ?? {}).flatMap(([expression, { ok }]) => (ok ? [] : [`${metric}: ${expression}`])),
  );
  return { text, iterations: metrics['iterations']?.values['count'] ?? 0, crossed };
}
