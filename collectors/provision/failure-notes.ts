import type { Evidence } from '../../src/core/observation.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { ProviderError, type ApiCall } from '../../src/core/provider.ts';
import type { Phase } from './provision-deps.ts';

const MAX_NOTES = 20;

/** Keeps the raw answers of the latest calls that went wrong, to be shown beside a failure. */
export interface FailureNotes {
  readonly note: (call: ApiCall) => void;
  evidence(phase: Phase, error: unknown): Evidence;
}

export function failureNotes(): FailureNotes {
  let notes: ApiCall[] = [];
  return {
    note: (call) => {
      if (call.outcome !== 'ok') notes = [...notes, call].slice(-MAX_NOTES);
    },
    evidence: (phase, error) => ({
      media: 'application/json',
      body: JSON.stringify({
        phase,
        error: error instanceof Error ? error.message : String(error),
        calls: notes.map(({ operation, at, tookUs, attempt, code, evidence }) => ({
          operation,
          at,
          tookUs,
          attempt,
          code,
          answer: evidence?.body,
        })),
      }),
    }),
  };
}

/** What a failure says: our own abort is `unknown`; undefined is no affair of the provider's but a fault of ours. */
export function judgeFailure(error: unknown, signal: AbortSignal): { outcome: Outcome; code: string } | undefined {
  if (signal.aborted) return { outcome: 'unknown', code: 'aborted' };
  if (error instanceof ProviderError) return { outcome: 'failed', code: error.code };
  if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'failed', code: 'timeout' };
  return undefined;
}
