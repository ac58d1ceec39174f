import type { Instrument } from '../../src/core/instrument.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { Evidence, Measurement, Sample } from '../../src/core/observation.ts';
import type { ProbeContext } from '../../src/core/probe.ts';
import { within } from '../within.ts';
import { phaseTimer, type PhaseTimer } from './phase-timer.ts';

/** What one look at the target found; without a code, the target is well. */
export interface Finding {
  readonly code?: string;
  readonly evidence?: Evidence;
}

export interface Look {
  /** Fires at the end of the look, whichever way it ended: what was opened is released there. */
  readonly signal: AbortSignal;
  readonly phases: PhaseTimer;
  /** Facts worth keeping when the look fails: the address that was tried, answers that were ignored. */
  readonly notes: { [note: string]: string | number };
}

/** Errors of our own side: they say nothing about the target. EPERM and EACCES are a firewall of this machine. */
const OWN_TROUBLE = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'EPERM', 'EACCES']);

/**
 * One look, timed and judged. Samples are given for `ok` and `slow` only, so a figure is never that of a failure;
 * the phases that a failed look got through stand in its evidence.
 */
export async function runProbe(
  kind: string,
  instrument: Instrument,
  context: ProbeContext,
  look: (look: Look) => Promise<Finding>,
): Promise<Measurement> {
  const { clock, signal, timeoutMs } = context;
  const [at, start] = [clock.now(), clock.monotonic()];
  const phases = phaseTimer(clock);
  const notes: { [note: string]: string | number } = {};
  const ending = await within((own) => look({ signal: own, phases, notes }), { clock, signal, timeoutMs });
  const tookUs = clock.monotonic() - start;
  const measured = (what: Pick<Measurement, 'outcome'> & Partial<Measurement>): Measurement => ({
    at,
    tookUs: Math.round(tookUs),
    instrument,
    samples: [],
    ...what,
  });
  const failed = (code: string, message?: string): Measurement => {
    const facts = { code, ...(message === undefined ? {} : { message }), ...notes, phases: Object.fromEntries(phases.seconds) };
    const evidence: Evidence = { media: 'application/json', body: JSON.stringify(facts) };
    return measured(OWN_TROUBLE.has(code) ? { outcome: 'unknown', code: 'harness', evidence } : { outcome: 'failed', code, evidence });
  };
  switch (ending.how) {
    case 'aborted':
      return measured({ outcome: 'unknown', code: 'aborted' });
    case 'timeout':
      return failed('timeout', `No answer within ${timeoutMs} ms`);
    case 'threw': {
      const code = systemCode(ending.error);
      if (code === undefined) throw ending.error;
      return failed(code, ending.error instanceof Error ? ending.error.message : undefined);
    }
    case 'done': {
      const { code, evidence } = ending.value;
      const kept = evidence === undefined ? {} : { evidence };
      if (code !== undefined) return evidence === undefined ? failed(code) : measured({ outcome: 'failed', code, evidence });
      const samples = samplesOf(kind, context.name, phases, tookUs);
      const isSlow = context.slowMs !== undefined && tookUs > context.slowMs * 1000;
      return measured({ outcome: isSlow ? 'slow' : 'ok', ...(isSlow ? { code: 'slow' } : {}), samples, ...kept });
    }
  }
}

/** The code of a system, TLS or parser error; an error without one is a fault of ours and is thrown on. */
function systemCode(error: unknown): string | undefined {
  if (error instanceof HarnessError || !(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^[A-Z]/.test(code) ? code : undefined;
}

function samplesOf(kind: string, probe: string, phases: PhaseTimer, tookUs: number): readonly Sample[] {
  const sample = (phase: string, value: number): Sample => {
    return { metric: 'probe_duration_seconds', tags: { probe, probe_kind: kind, phase }, value };
  };
  return [...[...phases.seconds].map(([phase, seconds]) => sample(phase, seconds)), sample('total', tookUs / 1e6)];
}
