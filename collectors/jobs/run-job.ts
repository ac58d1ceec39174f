import type { Instrument } from '../../src/core/instrument.ts';
import type { JobContext } from '../../src/core/job.ts';
import type { Evidence, Measurement } from '../../src/core/observation.ts';
import type { ExecResult } from '../../src/core/provider.ts';
import { within, type Ending } from '../within.ts';
import { errorText, evidenceOf, failureOf, type JobFigures } from './job-outcome.ts';

export interface JobCommand {
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** Reads the tool's output; `undefined` when it is not what the tool prints after this work. */
  readonly read: (stdout: string) => JobFigures | undefined;
}

export interface JobRun {
  readonly kind: string;
  readonly instrument: Instrument;
  /** `undefined`: the instance has no tool for it. */
  readonly command: JobCommand | undefined;
  readonly timeoutMs: number;
}

/** The channel ends a command at its limit; only a channel that hangs itself is given up on, this much later. */
const CHANNEL_GRACE_MS = 2_000;

/** One command on the instance, judged: what it measured, or which way it failed. Never rejects. */
export async function runJob(run: JobRun, context: JobContext): Promise<Measurement> {
  const { clock } = context;
  const [at, start] = [clock.now(), clock.monotonic()];
  const measured = (what: Pick<Measurement, 'outcome'> & Partial<Measurement>): Measurement => ({
    at,
    tookUs: Math.round(clock.monotonic() - start),
    instrument: run.instrument,
    samples: [],
    ...what,
  });
  const { command } = run;
  if (command === undefined) return measured({ outcome: 'unknown', code: 'harness', evidence: missing(run.instrument) });
  const ending = await execute(command, run.timeoutMs, context);
  switch (ending.how) {
    case 'aborted':
      return measured({ outcome: 'unknown', code: 'aborted' });
    case 'timeout':
      return measured({ outcome: 'failed', code: 'timeout', evidence: text('The channel did not answer within the limit of the job') });
    case 'threw':
      return measured({ outcome: 'failed', code: 'channel', evidence: text(errorText(ending.error)) });
    case 'done': {
      const evidence = evidenceOf(command.argv, ending.value);
      const code = failureOf(ending.value);
      if (code !== undefined) return measured({ outcome: 'failed', code, evidence });
      const figures = command.read(ending.value.stdout);
      if (figures === undefined) return measured({ outcome: 'failed', code: 'bad_output', evidence });
      const duration = { metric: 'job_duration_seconds', tags: { job_kind: run.kind }, value: figures.seconds };
      return measured({ outcome: 'ok', evidence, samples: [duration, ...figures.samples] });
    }
  }
}

/** One command over the channel, never waiting longer than its limit and the channel's grace. */
export function execute(
  command: Pick<JobCommand, 'argv' | 'stdin'>,
  timeoutMs: number,
  { channel, clock, signal }: Pick<JobContext, 'channel' | 'clock' | 'signal'>,
): Promise<Ending<ExecResult>> {
  const stdin = command.stdin === undefined ? {} : { stdin: command.stdin };
  return within((own) => channel.exec(command.argv, { signal: own, timeoutMs, ...stdin }), {
    clock,
    signal,
    timeoutMs: timeoutMs + CHANNEL_GRACE_MS,
  });
}

function missing(instrument: Instrument): Evidence {
  return text(
    `The instance has no tool for this job: "${instrument.name}" was asked for; install it in the image, or set tool: portable where Node.js is there`,
  );
}

function text(body: string): Evidence {
  return { media: 'text/plain', body };
}
