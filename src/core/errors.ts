/** What the process says at its end. */
export const EXIT = {
  measured: 0,
  findings: 1,
  usage: 2,
  couldNotMeasure: 3,
  leftovers: 4,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every coded error: the exit it leads to. Documented one by one in docs/errors.md; a test keeps the two equal. */
export const ERRORS = {
  usage: EXIT.usage,
  'config-invalid': EXIT.usage,
  'config-missing': EXIT.usage,
  'document-invalid': EXIT.usage,
  'secret-missing': EXIT.usage,
  'unknown-target': EXIT.usage,
  'unknown-scenario': EXIT.usage,
  'unknown-id': EXIT.usage,
  'not-comparable': EXIT.usage,
  'script-invalid': EXIT.usage,
  'threshold-invalid': EXIT.usage,
  platform: EXIT.usage,
  'native-missing': EXIT.usage,
  'browser-missing': EXIT.usage,
  'port-in-use': EXIT.couldNotMeasure,
  unwritable: EXIT.couldNotMeasure,
  'store-newer': EXIT.couldNotMeasure,
  'store-broken': EXIT.couldNotMeasure,
  'engine-missing': EXIT.couldNotMeasure,
  'engine-failed': EXIT.couldNotMeasure,
  'script-failed': EXIT.couldNotMeasure,
  'provider-failed': EXIT.couldNotMeasure,
  'pdf-failed': EXIT.couldNotMeasure,
  'no-baseline': EXIT.couldNotMeasure,
  'too-few-units': EXIT.couldNotMeasure,
  'no-data': EXIT.couldNotMeasure,
  'file-unreadable': EXIT.couldNotMeasure,
  'tracker-failed': EXIT.couldNotMeasure,
  leftovers: EXIT.leftovers,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** file, file:line or file:line:column. */
  readonly place?: string;
  readonly cause?: unknown;
}

/** An error a person can act on. Anything else that reaches the top is a bug (exit 70). */
export class HarnessError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'HarnessError';
    this.code = code;
    this.hint = details.hint;
    this.place = details.place;
  }

  get exit(): ExitCode {
    return ERRORS[this.code];
  }
}
