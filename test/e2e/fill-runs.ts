import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { seededRandom } from '../../src/core/random.ts';
import { openWriter, type OpenedWriter } from '../../src/store/open-writer.ts';
import type { Home } from './evenkeel.ts';

/** Writes into the home's store as another process would, through the real writer. */
export async function writeInto<T>(home: Home, work: (writer: OpenedWriter) => Promise<T>): Promise<T> {
  const writer = await openWriter({
    file: join(home.folder, 'var', 'evenkeel.db'),
    sessionsDir: join(home.folder, 'var', 'sessions'),
    clock: systemClock,
    random: seededRandom(systemClock.now()),
    log: silentLog,
    observer: { name: 'here', place: null },
    version: '0.1.0',
    config: 'made up\n',
    kind: 'run',
  });
  try {
    return await work(writer);
  } finally {
    await writer.close('done');
  }
}

export interface MadeUpRun {
  /** µs since 1970. */
  readonly startedAt: number;
  /** Times of its CPU jobs, s; NaN: it failed. */
  readonly seconds: readonly number[];
  readonly target?: string;
}

/** Finished runs with made-up times, a minute long each; gives their uids. */
export async function fillRuns(home: Home, runs: readonly MadeUpRun[]): Promise<readonly string[]> {
  return writeInto(home, async (writer) => {
    const uids: string[] = [];
    for (const { startedAt, seconds, target = 'local' } of runs) {
      const uid = `20260101t000000-${startedAt.toString(36).slice(-6)}`;
      const run = await writer.startRun({
        uid,
        campaign: null,
        target,
        targetKind: 'local',
        seed: 1,
        config: '{}\n',
        plan: { instances: 1, jobs: { cpu: seconds.length }, probes: {} },
        environment: { cpuModel: 'Xeon', cpus: 2, memoryBytes: 4e9, kernel: '6.1', node: '20.20.2', tools: {} },
        sharesHost: true,
        startedAt,
      });
      const instance = await writer.addInstance({ run, ordinal: 1, target, flavour: 'small' });
      for (const [index, value] of seconds.entries()) {
        writer.observe({
          subject: { kind: 'job', key: 'cpu' },
          target,
          run,
          instance,
          at: startedAt + index * 1_000_000,
          tookUs: Number.isNaN(value) ? 1000 : Math.round(value * 1e6),
          ...(Number.isNaN(value) ? { outcome: 'failed', code: 'job-failed' } : { outcome: 'ok' }),
          instrument: { name: 'sysbench-cpu', version: '1.0.20', params: { threads: 1 } },
          samples: Number.isNaN(value) ? [] : [{ metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, value }],
        });
      }
      await writer.flush();
      await writer.summariseRun(run);
      await writer.endRun(run, { state: 'done', exit: 0, endedAt: startedAt + 60_000_000 });
      uids.push(uid);
    }
    return uids;
  });
}
