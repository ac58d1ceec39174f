import type { LogLevel } from './host.ts';
import type { VuState } from './vu-state.ts';

/** `console` of the script: every line goes to the run's log. */
export function scriptConsole(state: VuState): { readonly [name: string]: unknown } {
  const write =
    (level: LogLevel) =>
    (...values: unknown[]): void =>
      state.host.log(level, values.map(shown).join(' '));
  return { log: write('info'), info: write('info'), debug: write('debug'), warn: write('warn'), error: write('error') };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A cycle, or a toJSON that throws.
    return '[object Object]';
  }
}
