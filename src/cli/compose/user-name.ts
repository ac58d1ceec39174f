import type { Context } from '../context.ts';

/** Who works here, for what is dated and signed. */
export function userName(env: Context['env']): string {
  return env['USER'] ?? env['LOGNAME'] ?? 'unknown';
}
