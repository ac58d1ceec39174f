import type { Clock } from '../../src/core/clock.ts';
import type { Evidence } from '../../src/core/observation.ts';
import { ProviderError, type ApiCall, type CallContext } from '../../src/core/provider.ts';

/** A raw answer of a provider's API. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const MAX_EVIDENCE = 65_536;

/**
 * Asks once and reports that attempt, whatever came of it. `read` takes what is wanted out of a right answer and throws the
 * ProviderError that any other means; the request's own failure becomes code `timeout`, `aborted`, or the system's (`ECONNREFUSED`).
 */
export async function callApi<T>(
  operation: string,
  options: {
    readonly clock: Clock;
    readonly context: CallContext;
    readonly ask: (signal: AbortSignal) => Promise<RawAnswer>;
    readonly read: (answer: RawAnswer) => T;
  },
): Promise<T> {
  const { clock, context } = options;
  context.signal.throwIfAborted();
  const [at, from] = [clock.now(), clock.monotonic()];
  const report = (rest: Pick<ApiCall, 'outcome' | 'code' | 'evidence'>): void =>
    context.report({ operation, at, tookUs: Math.round(clock.monotonic() - from), attempt: 0, ...rest });
  let answer: RawAnswer;
  try {
    answer = await options.ask(context.signal);
  } catch (error) {
    const failure = requestFailure(operation, error, context.signal);
    const isOurs = failure.code === 'aborted';
    report({ outcome: isOurs ? 'unknown' : 'failed', code: failure.code, evidence: { media: 'text/plain', body: failure.message } });
    throw isOurs ? context.signal.reason : failure;
  }
  try {
    const wanted = options.read(answer);
    report({ outcome: 'ok' });
    return wanted;
  } catch (error) {
    if (error instanceof ProviderError) report({ outcome: 'failed', code: error.code, evidence: asEvidence(answer) });
    throw error;
  }
}

function requestFailure(operation: string, error: unknown, signal: AbortSignal): ProviderError {
  const failed = (code: string, why: string): ProviderError =>
    new ProviderError(`${operation}: ${why}`, { code, retryable: code !== 'aborted', cause: error });
  if (signal.aborted) {
    const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    return isTimeout ? failed('timeout', 'no answer in time') : failed('aborted', 'given up by us');
  }
  const { code, message } = error as NodeJS.ErrnoException;
  // undici's own name for a connection that was closed in the middle of an answer.
  return failed(code === undefined || code === 'UND_ERR_SOCKET' ? 'ECONNRESET' : code, message);
}

function asEvidence({ status, contentType, body }: RawAnswer): Evidence {
  return { media: 'text/plain', body: `HTTP ${status}\ncontent-type: ${contentType}\n\n${body}`.slice(0, MAX_EVIDENCE) };
}
