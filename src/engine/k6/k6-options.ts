import { z } from 'zod';
import type { spawnGuarded } from '../../core/guard.ts';
import { capture } from '../../core/capture.ts';
import type { K6Command } from './k6-command.ts';

const shape = z.object({ thresholds: z.record(z.string(), z.unknown()).nullish() });

/**
 * Keys of the thresholds that the script sets, by `k6 inspect`. Undefined when k6 could not tell:
 * a script that fails in its init code fails in the run too, and is reported there.
 */
export async function thresholdKeys(
  command: K6Command,
  spawn: typeof spawnGuarded,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const { exitCode, stdout } = await capture(spawn, command.argv, { ...command, signal });
  if (exitCode !== 0) return undefined;
  try {
    return Object.keys(shape.parse(JSON.parse(stdout)).thresholds ?? {});
  } catch {
    return undefined;
  }
}
