import type { Clock } from '../../core/clock.ts';
import type { Redact } from '../../core/redact.ts';
import type { LogLevel } from './guest/host.ts';
import type { ScriptFailure } from './guest/script-runner.ts';
import type { LineFile } from './line-file.ts';
import { localTime } from './local-time.ts';

/** The execution's log, in the JSON form of k6: verdicts are read from it. */
export interface RunLog {
  /** A line of the script's console. */
  console(level: LogLevel, message: string): void;
  /** An iteration that ended by an exception. */
  iteration(failure: ScriptFailure, scenario: string, executor: string): void;
  /** The engine's own words. */
  say(level: LogLevel, message: string, fields?: { readonly [name: string]: string }): void;
}

/** fail() is k6's own function, and first on the stack of what it throws. */
const FAIL_FRAME = '\tat k6.(*K6).Fail-fm (native)';

/** `original` leads a place in the bundle, line and column from 1, back to the user's source. */
export function runLog(
  file: LineFile,
  bundle: { readonly url: string; readonly original: (line: number, column: number) => string | null },
  { clock, redact }: { readonly clock: Clock; readonly redact: Redact },
): RunLog {
  const write = (level: LogLevel, message: string, fields: { readonly [name: string]: string }): void => {
    const shown = level === 'warn' ? 'warning' : level;
    file.add(JSON.stringify({ ...fields, level: shown, msg: redact(message), time: localTime(clock.now()) }));
  };
  return {
    console: (level, message) => write(level, mapped(message), { source: 'console' }),
    iteration: (failure, scenario, executor) => write('error', shownFailure(failure), { executor, scenario, source: 'stacktrace' }),
    say: (level, message, fields = {}) => write(level, mapped(message), fields),
  };

  function shownFailure({ byFail, text }: ScriptFailure): string {
    if (!byFail) return mapped(text);
    const [title = '', ...frames] = text.split('\n');
    return mapped([`GoError: ${title.replace(/^Error(?:: |$)/, '')}`, FAIL_FRAME, ...frames].join('\n'));
  }

  function mapped(text: string): string {
    const escaped = bundle.url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return text.replaceAll(new RegExp(`${escaped}:(\\d+):(\\d+)`, 'g'), (place, line, column) => {
      const original = bundle.original(Number(line), Number(column));
      return original === null ? place : `file://${original}`;
    });
  }
}
