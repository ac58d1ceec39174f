/** k6's exit codes that this engine gives. */
export const K6_EXIT = {
  thresholds: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  invalidConfig: 104,
  externalAbort: 105,
  scriptException: 107,
  scriptAborted: 108,
  markedFailed: 110,
} as const;

/** Why an execution ends with something other than 0. */
export class ExecutionProblem extends Error {
  readonly exit: number;
  readonly hint: string | undefined;

  constructor(exit: number, message: string, hint?: string) {
    super(message);
    this.name = 'ExecutionProblem';
    this.exit = exit;
    this.hint = hint;
  }
}

export function invalidConfig(message: string, hint?: string): ExecutionProblem {
  return new ExecutionProblem(K6_EXIT.invalidConfig, message, hint);
}
