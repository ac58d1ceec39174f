import type { LogLevel } from './host.ts';
import { shown } from './shown.ts';
import type { VuState } from './vu-state.ts';

/** `console` of the script: every line goes to the run's log. */
export function scriptConsole(state: VuState): { readonly [name: string]: unknown } {
  const write =
    (level: LogLevel) =>
    (...values: unknown[]): void =>
      state.host.log(level, values.map(shown).join(' '));
  return { log: write('info'), info: write('info'), debug: write('debug'), warn: write('warn'), error: write('error') };
}
