import type { Clock } from '../core/clock.ts';
import { compiledEntry } from '../core/entry.ts';
import { randomText, timedUid } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Random } from '../core/random.ts';
import type { StoreWriter } from './api.ts';
import { startThread } from './thread.ts';
import { writeQueue } from './write-queue.ts';
import type { WriterMethods, WriterOpened, WriterOptions } from './writer-thread.ts';

const MAX_GROUP_MS = 10_000;

export interface OpenWriterOptions {
  /** The store; created with its directory if need be. */
  readonly file: string;
  /** Where the locks of sessions lie: the same directory for every process on this store. */
  readonly sessionsDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly observer: { readonly name: string; readonly place: string | null };
  /** Version of Evenkeel. */
  readonly version: string;
  /** The effective config without secrets, YAML. */
  readonly config: string;
  readonly kind: 'up' | 'run' | 'import';
  /** How long an observation may wait for company, at most 10,000; 2,000 for a run or an import and 10,000 for `up` unless said. */
  readonly groupMs?: number;
  /** The store does not grow beyond this: what comes then is lost and counted. */
  readonly maxBytes?: number;
}

export interface OpenedWriter extends StoreWriter {
  /** How many samples were refused: a tag that the catalogue does not list, too many series. Their observations are stored. */
  readonly refused: number;
}

/** Opens the store for writing and begins a session. Rejects with HarnessError `unwritable`, `store-broken`, `store-newer`, `native-missing`. */
export async function openWriter(options: OpenWriterOptions): Promise<OpenedWriter> {
  const { file, sessionsDir, clock, random, log, observer, version, config, kind, maxBytes } = options;
  const groupMs = options.groupMs ?? (kind === 'up' ? MAX_GROUP_MS : 2_000);
  if (!(groupMs >= 0 && groupMs <= MAX_GROUP_MS)) throw new RangeError(`groupMs must be from 0 to ${MAX_GROUP_MS}: ${groupMs}`);
  const startedAt = clock.now();
  const { opened, call, stop } = await startThread<WriterMethods, WriterOpened>(compiledEntry('src/store/writer-thread.ts'), {
    file,
    sessionsDir,
    sessionUid: timedUid(startedAt, random),
    observer: { ...observer, uid: randomText(8, random) },
    kind,
    version,
    config,
    startedAt,
    storeUid: randomText(8, random),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  } satisfies WriterOptions);
  const queue = writeQueue({ clock, log, groupMs, commit: (batch, now) => call('commit', batch, now) });
  let seq = 0;
  let closing: Promise<void> | undefined;
  const close = async (reason: string): Promise<void> => {
    await queue.close();
    try {
      await call('close', clock.now(), reason);
    } finally {
      await stop();
    }
  };
  return {
    storeUid: opened.storeUid,
    session: opened.session,
    observe: (observation) => queue.add({ seq: (seq += 1), observation }),
    async record(observation) {
      const { id, refused } = await call('record', { seq: (seq += 1), observation }, clock.now());
      queue.refuse(refused);
      return id;
    },
    flush: () => queue.flush(),
    get lost() {
      return queue.lost;
    },
    get refused() {
      return queue.refused;
    },
    startRun: (run) => call('startRun', run),
    endRun: (id, end) => call('endRun', id, end),
    startExecution: (execution) => call('startExecution', execution),
    endExecution: (id, end) => call('endExecution', id, end),
    addInstance: (instance) => call('addInstance', instance),
    describeInstance: (id, facts) => call('describeInstance', id, facts),
    intend: (resource) => call('intend', resource),
    resourceState: (name, state, change) => call('resourceState', name, state, change),
    recordSlot: (slot) => call('recordSlot', slot),
    recordGap: (gap) => call('recordGap', gap),
    addEvent: (event) => call('addEvent', event),
    setBaseline: (baseline) => call('setBaseline', baseline),
    finding: (finding) => call('finding', finding),
    enterFindings: (findings) => call('enterFindings', findings),
    changeFinding: (id, change) => call('changeFinding', id, change),
    queueMessage: (message) => call('queueMessage', message),
    claimMessage: (id, at, until) => call('claimMessage', id, at, until),
    settleMessage: (id, end) => call('settleMessage', id, end),
    freeClaims: (at) => call('freeClaims', at),
    reviveMessages: (which) => call('reviveMessages', which),
    pauseChannel: (channel, until) => call('pauseChannel', channel, until),
    linkTicket: (ticket) => call('linkTicket', ticket),
    agreeOnStatus: (pair) => call('agreeOnStatus', pair),
    takeStatus: (taken) => call('takeStatus', taken),
    judge: (judgement) => call('judge', judgement),
    incident: (incident) => call('incident', incident),
    async summariseRun(run) {
      await queue.flush();
      await call('summariseRun', run);
    },
    claimImport: (mappingSha) => call('claimImport', mappingSha),
    async importRows(step) {
      const firstSeq = seq + 1;
      seq += step.rows.length;
      return await call('importRows', step, firstSeq);
    },
    releaseImport: (mappingSha) => call('releaseImport', mappingSha),
    buryDead: (at) => call('buryDead', at),
    expire: (at, keep) => call('expire', at, keep),
    close: (reason) => (closing ??= close(reason)),
  };
}
