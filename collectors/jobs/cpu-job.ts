import { z } from 'zod';
import type { Instrument } from '../../src/core/instrument.ts';
import type { InstanceTools, JobKind } from '../../src/core/job.ts';
import { chooseTool } from './choose-tool.ts';
import type { JobFigures } from './job-outcome.ts';
import { parseSysbenchCpu } from './parse-sysbench.ts';
import { parsePayload, portableCommand, portableVersion } from './portable-payload.ts';
import { durationSetting, sizeSetting } from '../quantity-settings.ts';
import { runJob, type JobCommand } from './run-job.ts';

const settings = z.strictObject({
  tool: z.enum(['auto', 'sysbench', 'portable']).default('auto').describe('`auto`: sysbench where the instance has it'),
  events: z.int().positive().max(1e9).default(4_000).describe('sysbench: events of one job'),
  primes: z.int().min(2).max(1e9).default(10_000).describe('sysbench: each event looks for the primes up to this'),
  bytes: sizeSetting.prefault('2GiB').describe('portable: hashed with SHA-256 in one job, in whole blocks'),
  block_bytes: sizeSetting
    .prefault('64KiB')
    .refine((size) => size >= 1024 && size <= 64 * 1024 ** 2, 'Expected a block of 1KiB to 64MiB')
    .describe('portable: size of a block'),
  timeout: durationSetting.prefault('60s').describe('a job that takes longer has failed'),
});

export type CpuSettings = z.output<typeof settings>;

/** A fixed amount of computing on one core, timed by the tool itself. The defaults take 1 to 1.5 s on a core of 2023. */
export const cpuJob: JobKind<CpuSettings> = {
  kind: 'cpu',
  settings,
  instrument(wanted, tools, concurrency): Instrument {
    if (chooseTool(wanted.tool, 'sysbench', tools) === 'portable') {
      const params = { blocks: blocksOf(wanted), blockBytes: wanted.block_bytes, threads: 1, concurrency };
      return { name: 'portable-cpu', version: portableVersion(tools.facts), params };
    }
    const params = { events: wanted.events, primes: wanted.primes, threads: 1, concurrency };
    return { name: 'sysbench-cpu', version: tools.versions['sysbench'] ?? 'missing', params };
  },
  async run(wanted, context) {
    const instrument = cpuJob.instrument(wanted, context.tools, context.concurrency);
    return runJob({ kind: 'cpu', instrument, command: await commandOf(wanted, context.tools), timeoutMs: wanted.timeout }, context);
  },
};

function blocksOf(wanted: CpuSettings): number {
  return Math.max(1, Math.round(wanted.bytes / wanted.block_bytes));
}

async function commandOf(wanted: CpuSettings, tools: InstanceTools): Promise<JobCommand | undefined> {
  switch (chooseTool(wanted.tool, 'sysbench', tools)) {
    case 'sysbench': {
      // --time=0 lifts sysbench's own limit of 10 s: the amount of work ends the job, never the clock.
      const options = [`--events=${wanted.events}`, '--time=0', '--threads=1', `--cpu-max-prime=${wanted.primes}`];
      return { argv: ['sysbench', 'cpu', ...options, 'run'], read: (stdout) => readSysbench(stdout, wanted.events) };
    }
    case 'portable': {
      const blocks = blocksOf(wanted);
      const command = await portableCommand('cpu', { blocks, blockBytes: wanted.block_bytes }, tools.facts.node?.path ?? 'node');
      return { ...command, read: (stdout) => readPayload(stdout, blocks) };
    }
    case undefined:
      return undefined;
  }
}

function readSysbench(stdout: string, events: number): JobFigures | undefined {
  const parsed = parseSysbenchCpu(stdout);
  return parsed?.events === events ? figures(parsed.seconds, parsed.eventsPerSecond) : undefined;
}

const payloadLine = z.object({ payload: z.literal('cpu'), seconds: z.number().positive(), blocks: z.int().positive() });

function readPayload(stdout: string, blocks: number): JobFigures | undefined {
  const parsed = parsePayload(stdout, payloadLine);
  return parsed?.blocks === blocks ? figures(parsed.seconds, blocks / parsed.seconds) : undefined;
}

function figures(seconds: number, eventsPerSecond: number): JobFigures {
  return { seconds, samples: [{ metric: 'cpu_events_per_second', tags: { job_kind: 'cpu' }, value: eventsPerSecond }] };
}
