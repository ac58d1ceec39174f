import type { ExecResult } from '../../src/core/provider.ts';
import type { Evidence, Sample } from '../../src/core/observation.ts';

/** What a tool said about its own work. */
export interface JobFigures {
  /** The tool's own elapsed time for the fixed work, seconds, > 0. */
  readonly seconds: number;
  readonly samples: readonly Sample[];
}

/** Why the command itself failed, as a code; `undefined` when it ended well. */
export function failureOf(result: ExecResult): string | undefined {
  if (result.timedOut) return 'timeout';
  if (result.exitCode === 0) return undefined;
  return result.exitCode === null ? `signal_${result.signal ?? 'unknown'}` : `exit_${result.exitCode}`;
}

/** Everything the command said, as it came. */
export function evidenceOf(argv: readonly string[], result: ExecResult): Evidence {
  const said = [
    `$ ${argv.join(' ')}`,
    `exit ${result.exitCode ?? result.signal ?? 'unknown'}${result.timedOut ? ', timed out' : ''}`,
    `--- stdout\n${result.stdout}`,
    `--- stderr\n${result.stderr}`,
  ];
  return { media: 'text/plain', body: said.join('\n') };
}

/** The text of an error and of what caused it. */
export function errorText(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return error instanceof Error && error.cause !== undefined ? `${said}: ${errorText(error.cause)}` : said;
}
