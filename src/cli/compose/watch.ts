import { dirname, join } from 'node:path';
import type { Config, ScheduleEntry } from '../../config/types.ts';
import { PACKAGE_ROOT } from '../../core/entry.ts';
import { EXIT } from '../../core/errors.ts';
import { spawnGuarded } from '../../core/guard.ts';
import { startExporter } from '../../exporter/start-exporter.ts';
import { createIncidentFollower } from '../../incidents/incident-follower.ts';
import { startScheduler } from '../../schedule/scheduler.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import { snapshot } from '../../store/snapshot.ts';
import type { Context } from '../context.ts';
import { every } from './every.ts';
import { withStore } from './stores.ts';
import { watchProbes } from './watch-probes.ts';

const INCIDENTS_MS = 5_000;
const SNAPSHOT_MS = 60_000;
const EXPIRE_MS = 3_600_000;
/** Slots further back are not accounted for: a process that was off for longer begins anew. */
const SLOTS_BACK_US = 31 * 86_400_000_000;

/** The operator's process: probes on their intervals, cron entries as child processes, incidents, the exporter, the snapshot for Grafana. */
export async function watch(context: Context, options: { readonly probes: boolean; readonly schedule: boolean }): Promise<void> {
  const config = context.config();
  await withStore(context, config, 'up', (writer, reader) => keepWatching(context, config, writer, reader, options));
}

async function keepWatching(
  context: Context,
  config: Config,
  writer: StoreWriter,
  reader: StoreReader,
  options: { readonly probes: boolean; readonly schedule: boolean },
): Promise<void> {
  const { clock, log, signal, output } = context;
  const exporter = await startExporter({
    reader,
    host: config.exporter.host,
    port: config.exporter.port,
    names: config.exporter.names,
    clock,
    log,
    everyMs: 1_000,
    version: context.version,
    lost: () => writer.lost,
  });
  const background: Promise<void>[] = [];
  try {
    await writer.buryDead(clock.now());
    const entries = options.schedule ? config.schedule : [];
    const since = await accountedFor(entries, reader, clock.now());
    const scheduler = startScheduler(entries, since, {
      clock,
      log,
      record: (entry, dueAt, state) => writer.recordSlot({ schedule: entry.name, spec: `${entry.cron} ${entry.timeZone}`, dueAt, state }),
      start: (entry, _dueAt, stop) =>
        carryOut(
          context,
          config,
          entries.find(({ name }) => name === entry.name),
          stop,
        ),
    });
    const incidents = createIncidentFollower(watchedProbes(config), {
      reader,
      journal: writer,
      clock,
      tell: ({ kind, probe, outage }) => output.say(`incident ${kind}: ${probe.target} ${probe.probe} (${outage.code})\n`),
    });
    const repeat = (everyMs: number, what: string, work: () => Promise<unknown>): void =>
      void background.push(every(everyMs, signal, clock, work, (error) => log.error({ err: error }, what)));
    repeat(INCIDENTS_MS, 'incidents could not be followed', async () => {
      await writer.flush();
      await incidents.look();
    });
    repeat(SNAPSHOT_MS, 'the snapshot for Grafana could not be written', () =>
      snapshot(config.store, join(dirname(config.store), 'grafana', 'evenkeel.db')),
    );
    repeat(EXPIRE_MS, 'old rows could not be deleted', () => writer.expire(clock.now(), config.keep));
    if (options.probes) background.push(watchProbes(context, config, writer, reader));
    await scheduler.beat();
    output.say(
      `watching ${Object.keys(config.targets).join(', ')}; metrics on http://${config.exporter.host}:${exporter.port}/metrics; Ctrl-C ends\n`,
    );
    await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));
    await scheduler.stop(new Error('the watch ends'));
  } finally {
    await Promise.all(background);
    await exporter.close();
  }
}

function watchedProbes(config: Config) {
  return Object.values(config.targets).flatMap((target) =>
    Object.values(target.probes).map(({ name, openAfter, closeAfter }) => ({ target: target.name, probe: name, openAfter, closeAfter })),
  );
}

/** Per entry: up to which slot the last process accounted for them. */
async function accountedFor(entries: readonly ScheduleEntry[], reader: StoreReader, now: number): Promise<ReadonlyMap<string, number>> {
  const known = await Promise.all(
    entries.map(async ({ name }) => [name, (await reader.slots(name, now - SLOTS_BACK_US, now + 1)).at(-1)?.dueAt] as const),
  );
  return new Map(known.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}

/** A cron entry runs as a process of its own: its load must not bend the probes of this one. */
async function carryOut(
  context: Context,
  config: Config,
  entry: ScheduleEntry | undefined,
  stop: AbortSignal,
): Promise<'done' | 'failed' | 'aborted'> {
  if (entry === undefined) return 'failed';
  const child = await spawnGuarded(
    [process.execPath, join(PACKAGE_ROOT, 'bin', 'evenkeel.mjs'), '--config', config.file, ...argumentsOf(entry)],
    {
      cwd: dirname(config.file),
      env: Object.fromEntries(Object.entries(context.env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
      signal: stop,
      stdout: 'ignore',
      stderr: 'pipe',
    },
  );
  child.stderr?.on('data', (chunk: Buffer) => context.output.say(chunk.toString()));
  const { exitCode } = await child.ended;
  if (stop.aborted || exitCode === EXIT.interrupted) return 'aborted';
  return exitCode === EXIT.measured || exitCode === EXIT.findings ? 'done' : 'failed';
}

function argumentsOf(entry: ScheduleEntry): readonly string[] {
  switch (entry.what) {
    case 'run':
      return ['run', '--target', entry.target, ...(entry.campaign === null ? [] : ['--campaign', entry.campaign])];
    case 'check':
      return ['check'];
    case 'report':
      return ['report', 'run', '--target', entry.target];
  }
}
