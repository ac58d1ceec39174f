import { readNdjson } from './ndjson.ts';
import type { Bundle } from './bundle-api.ts';
import { stackPlace } from './stack-place.ts';

/** An exception, as the log has it. */
export interface Thrown {
  /** First line: `TypeError: …`. */
  readonly message: string;
  /** `file:line:column` of the user's source. */
  readonly place?: string;
}

export interface LogFindings {
  /** Iterations that ended by an exception other than fail(). */
  readonly scriptErrors: number;
  /** The first of them. */
  readonly first?: Thrown;
  /** The engine's own first complaint, about something other than an iteration. */
  readonly complaint?: Thrown;
}

/**
 * Reads a log in k6's JSON form. An error line with a `scenario` is an iteration that ended by an exception;
 * console.error (source `console`) and crossed thresholds log at the same level without one.
 * fail() is known by the native frame `….(*K6).Fail…` that k6 puts first on its stack.
 */
export async function readScriptErrors(file: string, bundle: Pick<Bundle, 'file' | 'original'>): Promise<LogFindings> {
  let scriptErrors = 0;
  let first: Thrown | undefined;
  let complaint: Thrown | undefined;
  for await (const { value } of readNdjson(file)) {
    const line = value as { level?: unknown; msg?: unknown; scenario?: unknown; source?: unknown } | null | undefined;
    if (line?.level !== 'error' || typeof line.msg !== 'string' || line.source === 'console') continue;
    if (line.scenario === undefined) complaint ??= thrown(line.msg, bundle);
    else if (!isFail(line.msg)) {
      scriptErrors += 1;
      first ??= thrown(line.msg, bundle);
    }
  }
  return { scriptErrors, ...(first === undefined ? {} : { first }), ...(complaint === undefined ? {} : { complaint }) };
}

/** Its own exception, not one that merely quotes it: the error is k6's and the innermost frame is fail() itself. */
function isFail(text: string): boolean {
  return /^(?:Uncaught \(in promise\) )?GoError: /.test(text) && /\n\s+at [^\n]*/.exec(text)?.[0].includes('.(*K6).Fail') === true;
}

function thrown(text: string, bundle: Pick<Bundle, 'file' | 'original'>): Thrown {
  const place = stackPlace(text, bundle);
  const end = text.search(/\n\s+at | at \S+ \(file:/);
  const message = (end === -1 ? text : text.slice(0, end)).replace(/^Uncaught \(in promise\) /, '').trim();
  return { message, ...(place === undefined ? {} : { place }) };
}
