import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/core/log.ts';
import type { Observation } from '../../src/core/observation.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { StoreReader, StoreWriter } from '../../src/store/api.ts';
import { openReader } from '../../src/store/open-reader.ts';
import { openWriter, type OpenedWriter, type OpenWriterOptions } from '../../src/store/open-writer.ts';

const disposals: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const dispose of disposals.splice(0).toReversed()) await dispose();
});

/** Runs when the test is over, last registered first. */
export function afterTest(dispose: () => Promise<void> | void): void {
  disposals.push(dispose);
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evk-store-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Place {
  readonly file: string;
  readonly sessionsDir: string;
}

export function tempPlace(): Place {
  const folder = tempFolder();
  return { file: join(folder, 'var', 'evenkeel.db'), sessionsDir: join(folder, 'var', 'sessions') };
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export function recordingLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

let seed = 0;

export async function testWriter(place: Place, options: Partial<OpenWriterOptions> = {}): Promise<OpenedWriter> {
  const writer = await openWriter({
    ...place,
    clock: systemClock,
    random: seededRandom((seed += 1)),
    log: recordingLog().log,
    observer: { name: 'lab', place: 'Zurich' },
    version: '0.1.0',
    config: 'observer: lab\n',
    kind: 'run',
    ...options,
  });
  afterTest(() => writer.close('test over').catch(() => {}));
  return writer;
}

export async function testReader(place: Place, own: readonly string[] = []): Promise<StoreReader> {
  const reader = await openReader({ ...place, own });
  afterTest(() => reader.close());
  return reader;
}

/** 2026-01-01T00:00:00Z in µs. */
export const T0 = 1_767_225_600_000_000;

export function probe(change: Partial<Observation> = {}): Observation {
  return {
    subject: { kind: 'probe', key: 'resolver' },
    target: 'local',
    at: T0,
    tookUs: 1_500,
    outcome: 'ok',
    instrument: { name: 'dns', version: '1', params: { server: '192.0.2.1' } },
    samples: [{ metric: 'probe_duration_seconds', tags: { probe: 'resolver', probe_kind: 'dns', phase: 'total' }, value: 0.0015 }],
    ...change,
  };
}

export function job(value: number, change: Partial<Observation> = {}): Observation {
  return {
    subject: { kind: 'job', key: 'cpu' },
    target: 'local',
    at: T0,
    tookUs: Math.round(value * 1e6),
    outcome: 'ok',
    instrument: { name: 'sysbench', version: '1.0.20', params: { threads: 1 } },
    samples: [{ metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, value }],
    ...change,
  };
}

export function runStart(
  uid: string,
  change: Partial<Parameters<StoreWriter['startRun']>[0]> = {},
): Parameters<StoreWriter['startRun']>[0] {
  return {
    uid,
    campaign: null,
    target: 'local',
    targetKind: 'local',
    seed: 7,
    config: 'targets: {}\n',
    plan: { instances: 3, jobs: { cpu: 21 }, probes: { resolver: { everyMs: 1_000 } } },
    environment: { cpuModel: 'Xeon', cpus: 2, memoryBytes: 4e9, kernel: '6.1', node: '20.20.2', tools: { sysbench: '1.0.20' } },
    sharesHost: true,
    startedAt: T0,
    ...change,
  };
}
