import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/core/log.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Observation } from '../../src/core/observation.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Exporter, type ExporterOptions, startExporter } from '../../src/exporter/start-exporter.ts';
import type { StoreReader } from '../../src/store/api.ts';
import { openReader } from '../../src/store/open-reader.ts';
import { openWriter } from '../../src/store/open-writer.ts';
import { lacks } from '../needs.ts';
import { promtoolCheckMetrics } from './promtool.ts';

type Writer = Awaited<ReturnType<typeof openWriter>>;

const OF = 'target="local",subject_kind="probe",subject="resolver"';

function lookAt(at: number, change: Partial<Observation> = {}): Observation {
  return {
    subject: { kind: 'probe', key: 'resolver' },
    target: 'local',
    at,
    tookUs: 12_000,
    outcome: 'ok',
    instrument: { name: 'evenkeel-dns', version: '1', params: {} },
    samples: [{ metric: 'probe_duration_seconds', tags: { probe: 'resolver', probe_kind: 'dns', phase: 'total' }, value: 0.012 }],
    ...change,
  };
}

async function get(exporter: Exporter, path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${exporter.port}${path}`);
  return { status: answer.status, text: await answer.text() };
}

/** /metrics as soon as it holds `line`; the last text when it never does. */
async function metricsWith(exporter: Exporter, line: string): Promise<string> {
  let text = '';
  for (let tries = 0; tries < 100; tries += 1) {
    ({ text } = await get(exporter, '/metrics'));
    if (text.includes(line)) return text;
    await pause(50);
  }
  return text;
}

describe('startExporter', () => {
  let folder: string;
  let writer: Writer;
  let reader: StoreReader;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-exporter-'));
    const file = join(folder, 'evenkeel.db');
    writer = await openWriter({
      file,
      sessionsDir: folder,
      clock: systemClock,
      random: seededRandom(1),
      log: silentLog,
      observer: { name: 'here', place: null },
      version: '0.0.0',
      config: '{}',
      kind: 'up',
    });
    reader = await openReader({ file, sessionsDir: folder, own: [writer.session.uid] });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await reader.close();
    await writer.close('done');
    rmSync(folder, { recursive: true });
  });

  async function start(change: Partial<ExporterOptions> = {}): Promise<Exporter> {
    const exporter = await startExporter({
      reader,
      host: '127.0.0.1',
      port: 0,
      clock: systemClock,
      log: silentLog,
      everyMs: 20,
      version: '1.2.3',
      ...change,
    });
    closing.push(() => exporter.close());
    return exporter;
  }

  it('shows what another session stores, as it stores it, and counts nothing twice', async () => {
    const exporter = await start();
    await writer.record(lookAt(systemClock.now()));
    const one = `evenkeel_observations_total{${OF},outcome="ok"} 1`;
    expect(await metricsWith(exporter, one)).toContain(one);
    await writer.record(lookAt(systemClock.now(), { outcome: 'failed', code: 'SERVFAIL', samples: [] }));
    const failure = `evenkeel_failures_total{${OF},outcome="failed",code="SERVFAIL"} 1`;
    const text = await metricsWith(exporter, failure);
    expect(text).toContain(failure);
    expect(text).toContain(one);
    expect(text).toContain('evenkeel_probe_up{target="local",probe="resolver"} 0');
    expect(text).toContain('evenkeel_build_info{version="1.2.3"');
    expect(text).toContain('evenkeel_follower_behind_observations 0');
  });

  it('starts with what the lookback holds and leaves out what is older', async () => {
    const now = systemClock.now();
    await writer.record(lookAt(now - 3_600_000_000));
    await writer.record(lookAt(now - 60_000_000));
    const exporter = await start({ lookbackMs: 120_000 });
    // Stored now, told of then.
    await writer.record(lookAt(now - 3_600_000_000));
    await writer.record(lookAt(now, { subject: { kind: 'import', key: 'old' } }));
    await writer.record(lookAt(now, { subject: { kind: 'probe', key: 'last' } }));
    const text = await metricsWith(exporter, 'subject="last",outcome="ok"} 1');
    expect(text).not.toContain('subject="old"');
    expect(text).toContain(`evenkeel_observations_total{${OF},outcome="ok"} 1`);
    expect(text).toContain('evenkeel_incidents_open{target="local"} 0');
  });

  it('misses no act that is stored while it looks for its starting point', async () => {
    const slow: StoreReader = {
      ...reader,
      observations: async (filter) => {
        const found = await reader.observations(filter);
        await writer.record(lookAt(systemClock.now()));
        return found;
      },
    };
    const exporter = await start({ reader: slow });
    const one = `evenkeel_observations_total{${OF},outcome="ok"} 1`;
    expect(await metricsWith(exporter, one)).toContain(one);
  });

  it('says 0 and not nothing for what is open, and counts runs when they end', async () => {
    const run = await writer.startRun({
      uid: 'r1',
      campaign: null,
      target: 'local',
      targetKind: 'local',
      seed: 1,
      config: '{}',
      plan: { instances: 1, jobs: {}, probes: {} },
      environment: { cpuModel: 'x', cpus: 1, memoryBytes: 1, kernel: 'x', node: 'x', tools: {} },
      sharesHost: true,
      startedAt: systemClock.now(),
    });
    const place = { run, instance: null, provider: 'local', kind: 'server', name: 'evk-1' };
    await writer.intend({ ...place, intendedAt: systemClock.now(), expiresAt: systemClock.now() - 1 });
    const exporter = await start();
    const running = 'evenkeel_runs_running{target="local"} 1';
    const before = await metricsWith(exporter, running);
    for (const line of [
      running,
      'evenkeel_runs_total{target="local",state="done"} 0',
      'evenkeel_incidents_open{target="local"} 0',
      'evenkeel_findings_open{impact="High"} 0',
      'evenkeel_resources_open{state="intended"} 1',
      'evenkeel_resources_open{state="lost"} 0',
      'evenkeel_resources_overdue 1',
    ]) {
      expect(before).toContain(line);
    }
    await writer.resourceState('evk-1', 'gone', { at: systemClock.now() });
    await writer.endRun(run, { state: 'done', exit: 0, endedAt: systemClock.now() });
    const done = 'evenkeel_runs_total{target="local",state="done"} 1';
    const after = await metricsWith(exporter, done);
    for (const line of [
      done,
      'evenkeel_runs_running{target="local"} 0',
      'evenkeel_resources_overdue 0',
      'evenkeel_resources_open{state="intended"} 0',
    ]) {
      expect(after).toContain(line);
    }
  });

  it('is ready once it has read the store, and says why when the store can no longer be read', async () => {
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_, message) => warnings.push(message) };
    let broken = false;
    const failing: StoreReader = {
      ...reader,
      follow: (after, limit) => (broken ? Promise.reject(new Error('disk I/O error')) : reader.follow(after, limit)),
    };
    const exporter = await start({ reader: failing, log });
    await writer.record(lookAt(systemClock.now()));
    await metricsWith(exporter, 'evenkeel_probe_up{target="local",probe="resolver"} 1');
    expect(await get(exporter, '/readyz')).toEqual({ status: 200, text: 'ready\n' });
    broken = true;
    let ready = await get(exporter, '/readyz');
    for (let tries = 0; tries < 100 && ready.status === 200; tries += 1) {
      await pause(50);
      ready = await get(exporter, '/readyz');
    }
    expect(ready.status).toBe(503);
    expect(ready.text).toContain('disk I/O error');
    expect((await get(exporter, '/healthz')).status).toBe(200);
    // What nobody looks at is neither up nor down.
    expect((await get(exporter, '/metrics')).text).not.toContain('evenkeel_probe_up{');
    expect(warnings).toEqual(['the exporter cannot read the store']);
    broken = false;
    await metricsWith(exporter, 'evenkeel_probe_up{target="local",probe="resolver"} 1');
    expect((await get(exporter, '/readyz')).status).toBe(200);
  });

  it('counts what its own process lost', async () => {
    let lost = 3;
    const exporter = await start({ lost: () => lost });
    const three = 'evenkeel_observations_lost_total 3';
    expect(await metricsWith(exporter, three)).toContain(three);
    lost = 5;
    expect((await get(exporter, '/metrics')).text).toContain('evenkeel_observations_lost_total 5');
  });

  it('refuses a port that another program holds, with what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
      hint: expect.stringContaining('exporter.port'),
    });
  });

  it('refuses an address that is not of this machine', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'config-invalid',
      hint: expect.stringContaining('exporter.host'),
    });
  });

  it('answers to loopback and its further names, to no other Host', async () => {
    const exporter = await start({ names: ['harness:9464'] });
    const status = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port: exporter.port, path: '/healthz', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .once('error', reject)
          .end();
      });
    expect(await status(`localhost:${exporter.port}`)).toBe(200);
    expect(await status('harness:9464')).toBe(200);
    expect(await status('evil.example:9464')).toBe(421);
    expect(await status(`harness:${exporter.port}`)).toBe(421);
  });

  it('closes at once, with a client connected, and can start again on its port', async () => {
    const exporter = await start();
    await get(exporter, '/metrics');
    await exporter.close();
    closing.length = 0;
    await expect(get(exporter, '/healthz')).rejects.toThrow('fetch failed');
    await start({ port: exporter.port });
  });

  it.skipIf(lacks('promtool'))('gives metrics without fault by promtool [needs promtool]', async () => {
    const exporter = await start();
    await writer.record(lookAt(systemClock.now()));
    const text = await metricsWith(exporter, 'evenkeel_probe_up{');
    expect(text).toContain('evenkeel_probe_duration_seconds_bucket');
    expect(promtoolCheckMetrics(text)).toBe('');
  });
});
