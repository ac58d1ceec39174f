import { z } from 'zod';
import type { Instrument } from '../../src/core/instrument.ts';
import type { InstanceTools, JobContext, JobKind } from '../../src/core/job.ts';
import type { Measurement, Sample } from '../../src/core/observation.ts';
import { chooseTool } from './choose-tool.ts';
import { failureOf, type JobFigures } from './job-outcome.ts';
import { parseFio } from './parse-fio.ts';
import { parsePayload, portableCommand, portableVersion } from './portable-payload.ts';
import { durationSetting, sizeSetting } from '../quantity-settings.ts';
import { execute, runJob, type JobCommand } from './run-job.ts';

const settings = z
  .strictObject({
    tool: z.enum(['auto', 'fio', 'portable']).default('auto').describe('`auto`: fio where the instance has it'),
    bytes: sizeSetting.prefault('64MiB').describe('written in one job into one new file, block after block'),
    block_bytes: sizeSetting
      .prefault('16KiB')
      .refine((size) => size >= 512 && size <= 64 * 1024 ** 2, 'Expected a block of 512B to 64MiB')
      .describe('size of a block'),
    sync_every: z.int().positive().max(1e6).default(1).describe('an fsync after so many blocks, and one at the end'),
    direct_read: z.boolean().default(false).describe('fio: read the file back past the page cache; else reading is not measured'),
    timeout: durationSetting.prefault('120s').describe('a job that takes longer has failed'),
  })
  .refine((wanted) => wanted.bytes % wanted.block_bytes === 0, {
    path: ['bytes'],
    message: 'Expected a whole number of blocks (block_bytes)',
  });

export type IoSettings = z.output<typeof settings>;

/** A file written and synced block by block. The defaults take 1 to 1.5 s on a local SSD: 4096 blocks, each one synced. */
export const ioJob: JobKind<IoSettings> = {
  kind: 'io',
  settings,
  instrument(wanted, tools, concurrency): Instrument {
    const params = { bytes: wanted.bytes, blockBytes: wanted.block_bytes, syncEvery: wanted.sync_every, concurrency };
    if (chooseTool(wanted.tool, 'fio', tools) === 'portable') {
      return { name: 'portable-io', version: portableVersion(tools.facts), params };
    }
    const fio = { ...params, engine: 'psync', directRead: wanted.direct_read };
    return { name: 'fio', version: tools.versions['fio'] ?? 'missing', params: fio };
  },
  async run(wanted, context) {
    // Named by its start: a file that an aborted job left behind can never be in the way.
    const file = `evenkeel-io-${context.clock.now()}.dat`;
    const instrument = ioJob.instrument(wanted, context.tools, context.concurrency);
    const command = await commandOf(wanted, context.tools, file);
    const measured = await runJob({ kind: 'io', instrument, command, timeoutMs: wanted.timeout }, context);
    const isReadable = wanted.direct_read && measured.outcome === 'ok' && instrument.name === 'fio';
    const read = isReadable ? await directRead(wanted, context, file) : [];
    if (command !== undefined) await removeFile(file, context);
    return { ...measured, samples: [...measured.samples, ...read] } satisfies Measurement;
  },
};

async function commandOf(wanted: IoSettings, tools: InstanceTools, file: string): Promise<JobCommand | undefined> {
  const { bytes, block_bytes: blockBytes, sync_every: syncEvery } = wanted;
  switch (chooseTool(wanted.tool, 'fio', tools)) {
    case 'fio': {
      const sync = [`--fsync=${syncEvery}`, '--end_fsync=1'];
      return { argv: [...fioArguments(wanted, file), '--rw=write', ...sync], read: (stdout) => readFio(stdout, bytes) };
    }
    case 'portable': {
      const command = await portableCommand('io', { file, bytes, blockBytes, syncEvery }, tools.facts.node?.path ?? 'node');
      return { ...command, read: (stdout) => readPayload(stdout, bytes) };
    }
    case undefined:
      return undefined;
  }
}

function fioArguments(wanted: IoSettings, file: string): readonly string[] {
  const amounts = [`--bs=${wanted.block_bytes}`, `--size=${wanted.bytes}`];
  return ['fio', '--name=evenkeel', `--filename=${file}`, ...amounts, '--ioengine=psync', '--output-format=json'];
}

function readFio(stdout: string, bytes: number): JobFigures | undefined {
  const parsed = parseFio(stdout, 'write');
  return parsed?.bytes === bytes ? figures(bytes, parsed.seconds, parsed.syncSeconds) : undefined;
}

const payloadLine = z.object({
  payload: z.literal('io'),
  seconds: z.number().positive(),
  bytes: z.int().positive(),
  syncs: z.int().positive(),
  syncSeconds: z.number().nonnegative(),
});

function readPayload(stdout: string, bytes: number): JobFigures | undefined {
  const parsed = parsePayload(stdout, payloadLine);
  return parsed?.bytes === bytes ? figures(bytes, parsed.seconds, parsed.syncSeconds / parsed.syncs) : undefined;
}

function figures(bytes: number, seconds: number, syncSeconds: number | undefined): JobFigures {
  const sync = { metric: 'io_sync_duration_seconds', tags: { job_kind: 'io' }, value: syncSeconds ?? 0 };
  return { seconds, samples: [throughput('write', bytes / seconds), ...(syncSeconds === undefined ? [] : [sync])] };
}

function throughput(direction: 'read' | 'write', value: number): Sample {
  return { metric: 'io_bytes_per_second', tags: { job_kind: 'io', direction }, value };
}

/** Reads the file past the page cache; a filesystem that cannot do so gives no sample, and the job stands as it is. */
async function directRead(wanted: IoSettings, context: JobContext, file: string): Promise<readonly Sample[]> {
  const argv = [...fioArguments(wanted, file), '--rw=read', '--direct=1', '--readonly'];
  const ending = await execute({ argv }, wanted.timeout, context);
  if (ending.how !== 'done' || failureOf(ending.value) !== undefined) return [];
  const parsed = parseFio(ending.value.stdout, 'read');
  return parsed?.bytes === wanted.bytes ? [throughput('read', parsed.bytes / parsed.seconds)] : [];
}

const REMOVAL_TIMEOUT_MS = 5_000;
/** After an abort the answer may not wait for the instance any longer than this. */
const ABORTED_WAIT_MS = 50;

/** Also after an abort: with a signal of its own, since the caller's has fired. */
async function removeFile(file: string, { channel, clock, signal }: JobContext): Promise<void> {
  const own = new AbortController();
  const removal = execute({ argv: ['rm', '-f', '--', file] }, REMOVAL_TIMEOUT_MS, { channel, clock, signal: own.signal });
  await (signal.aborted ? Promise.race([removal, clock.sleep(ABORTED_WAIT_MS)]) : removal);
}
