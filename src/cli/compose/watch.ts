import { dirname, join } from 'node:path';
import { cleanLine } from '../../core/clean-text.ts';
import type { Config, JiraConfig, ScheduleEntry } from '../../config/types.ts';
import { isoTime } from '../../core/units.ts';
import { startExporter } from '../../exporter/start-exporter.ts';
import { createChangeFollower } from '../../incidents/change-follower.ts';
import { createFindingFollower } from '../../incidents/finding-follower.ts';
import { createIncidentFollower, type IncidentEvent, type WatchedProbe } from '../../incidents/incident-follower.ts';
import { startScheduler, type Scheduler } from '../../schedule/scheduler.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import { snapshot } from '../../store/snapshot.ts';
import type { Context } from '../context.ts';
import { describeChange } from '../output/describe-change.ts';
import { newsOfSync } from '../output/describe-sync.ts';
import { createEnding } from './ending.ts';
import { every } from './every.ts';
import { openJira } from './jira.ts';
import { reapDead } from './reap-dead.ts';
import { runScheduled } from './scheduled-process.ts';
import { withStore } from './stores.ts';
import { watchProbes } from './watch-probes.ts';

const INCIDENTS_MS = 5_000;
const CHANGES_MS = 10_000;
const DEAD_MS = 300_000;
const SNAPSHOT_MS = 60_000;
const EXPIRE_MS = 3_600_000;
/** Slots further back are not accounted for: a process that was off for longer begins anew. */
const SLOTS_BACK_US = 31 * 86_400_000_000;

export interface WatchOptions {
  readonly probes: boolean;
  readonly schedule: boolean;
}

/**
 * The operator's process: probes on their intervals, cron entries as child processes, incidents, the exporter, the snapshot
 * for Grafana; until the context's signal fires. Rejects with what makes it impossible to go on.
 */
export async function watch(context: Context, options: WatchOptions): Promise<void> {
  const config = context.config();
  await withStore(context, config, 'up', (writer, reader) => keepWatching(context, config, writer, reader, options));
}

async function keepWatching(
  outer: Context,
  config: Config,
  writer: StoreWriter,
  reader: StoreReader,
  options: WatchOptions,
): Promise<void> {
  const ending = createEnding(outer.signal);
  const context = { ...outer, signal: ending.signal };
  const { clock, log, signal, output } = context;
  const { host, port: wanted, names } = config.exporter;
  const follow = { clock, log, everyMs: 1_000, version: context.version, lost: () => writer.lost };
  const exporter = await startExporter({ reader, host, port: wanted, names, ...follow });
  const working: Promise<unknown>[] = [];
  let scheduler: Scheduler | undefined;
  try {
    scheduler = await schedule(context, config, options.schedule ? config.schedule : [], writer, reader);
    await scheduler.beat();
    const incidents = createIncidentFollower(watchedProbes(config), {
      reader,
      journal: writer,
      clock,
      tell: (event) => output.say(describe(event)),
    });
    const repeat = (everyMs: number, what: string, work: () => Promise<unknown>): void =>
      void working.push(every(everyMs, signal, clock, work, (error) => log.error({ err: error }, what)));
    repeat(INCIDENTS_MS, 'incidents could not be followed', async () => {
      await writer.flush();
      await incidents.look();
    });
    const changes = createChangeFollower({ reader, journal: writer, clock, log, tell: (change) => output.say(describeChange(change)) });
    repeat(CHANGES_MS, 'changes could not be followed', () => changes.look());
    const findings = createFindingFollower(config.findings.rules, {
      reader,
      journal: writer,
      clock,
      tell: (found) => output.say(describeFound(found)),
    });
    repeat(CHANGES_MS, 'findings could not be followed', () => findings.look());
    repeat(DEAD_MS, 'what dead runs left could not be released', () => reapDead({ context, config, writer, reader }));
    repeat(SNAPSHOT_MS, 'the snapshot for Grafana could not be written', () =>
      snapshot(config.store, join(dirname(config.store), 'grafana', 'evenkeel.db')),
    );
    repeat(EXPIRE_MS, 'old rows could not be deleted', () => writer.expire(clock.now(), config.keep));
    if (config.jira !== null) repeat(config.jira.everyMs, 'JIRA could not be followed', followJira(context, config.jira, writer, reader));
    if (options.probes) working.push(watchProbes(context, config, writer, reader, ending.fail));
    const watched = Object.keys(config.targets).join(', ');
    output.say(`watching ${watched}; metrics on http://${host}:${exporter.port}/metrics; Ctrl-C ends\n`);
    await ending.over;
  } finally {
    ending.end();
    await Promise.all([...working, scheduler?.stop(new Error('the watch ends'))]);
    await exporter.close();
  }
}

/** Looks at both sides; tells what is new. */
function followJira(context: Context, jira: JiraConfig, writer: StoreWriter, reader: StoreReader): () => Promise<void> {
  const sync = openJira(context, jira);
  let known: ReadonlySet<string> = new Set();
  return async () => {
    const outcome = await sync(writer, reader, { keep: null, dryRun: false, retry: false, waitMs: 0 });
    const news = newsOfSync(outcome, known);
    known = news.known;
    context.output.say(news.text);
  };
}

/** The schedule, with the slots of the time since a process last accounted for them. */
async function schedule(
  context: Context,
  config: Config,
  entries: readonly ScheduleEntry[],
  writer: StoreWriter,
  reader: StoreReader,
): Promise<Scheduler> {
  const { clock, log, output } = context;
  const since = await accountedFor(entries, reader, clock.now());
  return startScheduler(entries, since, {
    clock,
    log,
    record: ({ name, cron, timeZone }, slot) => writer.recordSlot({ schedule: name, spec: `${cron} ${timeZone}`, ...slot }),
    start: async (entry, stop) => {
      const end = await runScheduled(context, config, entry, stop);
      output.say(`${entry.name}: ${end.state}\n`);
      return end;
    },
  });
}

/** Per entry: up to which slot the last process accounted for them. */
async function accountedFor(entries: readonly ScheduleEntry[], reader: StoreReader, now: number): Promise<ReadonlyMap<string, number>> {
  const known = await Promise.all(
    entries.map(async ({ name }) => [name, (await reader.slots(name, now - SLOTS_BACK_US, now + 1)).at(-1)?.dueAt] as const),
  );
  return new Map(known.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}

function watchedProbes(config: Config): readonly WatchedProbe[] {
  return Object.values(config.targets).flatMap((target) =>
    Object.values(target.probes).map(({ name, openAfter, closeAfter, everyMs, timeoutMs }) => ({
      target: target.name,
      probe: name,
      openAfter,
      closeAfter,
      everyMs,
      timeoutMs,
    })),
  );
}

function describe({ kind, probe, code, firstBadAt, firstOkAt }: IncidentEvent): string {
  const when = kind === 'opened' ? `down since ${isoTime(firstBadAt)}` : `up since ${isoTime(firstOkAt ?? firstBadAt)}`;
  return `incident ${kind}: ${probe.target} ${probe.probe} (${code}), ${when}\n`;
}

function describeFound({ id, title, isReopened }: { readonly id: number; readonly title: string; readonly isReopened: boolean }): string {
  return `finding-${id} ${isReopened ? 'is open again' : 'opened'}: ${cleanLine(title)}\n`;
}
