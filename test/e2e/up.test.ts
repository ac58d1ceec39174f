import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { StoreReader } from '../../src/store/api.ts';
import { startHttpServer, type HttpServerFake } from '../fakes/http-server.ts';
import { makeHome, processesOf, smallTarget, type Home } from './evenkeel.ts';
import type { Ended, Started } from './start-evenkeel.ts';
import { fillRuns, writeInto } from './fill-runs.ts';

const MINUTE = 60_000_000;
let home: Home;
let server: HttpServerFake | undefined;

afterEach(async () => {
  for (const { pid } of processesOf(home.folder)) process.kill(pid, 'SIGKILL');
  home.remove();
  await server?.close();
  server = undefined;
});

/** The local target, a web server of this test, and a run every minute. */
function config(options: { readonly local?: string; readonly web: string; readonly more?: string }): string {
  return `${options.local ?? smallTarget({ probes: '{ api: { kind: http, of: provider, every: 500ms } }' })}  web:
    probes:
      web: ${options.web}
schedule: [{ name: minutely, cron: '* * * * *', do: run, target: local, campaign: watched }]
exporter: { port: 0 }
${options.more ?? ''}`;
}

const web = (port: number): string => `{ kind: http, url: 'http://127.0.0.1:${port}/', every: 200ms, timeout: 400ms }`;

/** The slot of some minutes ago as done, so that the newest one is due the moment the watch starts. */
async function slotBefore(minutes: number): Promise<number> {
  const dueAt = (Math.floor(systemClock.now() / MINUTE) - minutes) * MINUTE;
  await writeInto(home, (writer) => writer.recordSlot({ schedule: 'minutely', spec: '* * * * * UTC', dueAt, state: 'done' }));
  return dueAt;
}

const slots = (reader: StoreReader): ReturnType<StoreReader['slots']> => reader.slots('minutely', 0, systemClock.now() + 1);

/** Starts the watch; gives the origin of its exporter once it listens. */
async function startUp(args: readonly string[] = []): Promise<{ readonly up: Started; readonly address: string }> {
  const up = home.start(['up', ...args]);
  let heard = '';
  up.child.stderr?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  await up.said('Ctrl-C ends');
  const [, address = ''] = /metrics on (http:\/\/127\.0\.0\.1:\d+)\/metrics/.exec(heard) ?? [];
  return { up, address };
}

async function get(url: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
}

/** Ends it as a service manager does. */
async function terminate(up: Started): Promise<Ended> {
  up.child.kill('SIGTERM');
  return up.ended;
}

describe('evenkeel up', () => {
  it('watches, runs by the clock, opens and closes incidents, and ends in order', async () => {
    server = await startHttpServer();
    home = makeHome(config({ web: web(server.port) }));
    const last = await slotBefore(5);
    const [past = ''] = await fillRuns(home, [{ startedAt: systemClock.now() - 2 * MINUTE, seconds: [1] }]);
    const looked = systemClock.now() - 1.5 * MINUTE;
    await writeInto(home, (writer) =>
      writer.record({
        subject: { kind: 'probe', key: 'web' },
        target: 'web',
        at: looked,
        tookUs: 1,
        outcome: 'ok',
        instrument: { name: 'http-probe', version: '1', params: {} },
        samples: [],
      }),
    );
    const started = systemClock.now();
    const { up, address } = await startUp();

    expect(await get(`${address}/healthz`)).toMatchObject({ status: 200 });
    await expect.poll(async () => (await get(`${address}/readyz`)).status, { timeout: 10_000 }).toBe(200);
    await expect
      .poll(async () => (await get(`${address}/metrics`)).text, { timeout: 10_000 })
      .toMatch(/^evenkeel_probe_up\{[^}]*"web"[^}]*\} 1$/m);

    // The slot that is due now is carried out by a process of its own; those before it were missed.
    await up.said('minutely: done');
    await home.read(async (reader) => {
      const all = await slots(reader);
      const carriedOut = all.find(({ run }) => run !== null);
      const dueAt = carriedOut?.dueAt ?? 0;
      expect(dueAt).toBeGreaterThanOrEqual(Math.floor(started / MINUTE) * MINUTE);
      expect(all.filter((slot) => slot.dueAt < dueAt).map((slot) => [(slot.dueAt - last) / MINUTE, slot.state])).toEqual([
        [0, 'done'],
        ...Array.from({ length: (dueAt - last) / MINUTE - 1 }, (_, index) => [index + 1, 'missed']),
      ]);
      const [run] = (await reader.runs({ campaign: 'watched' })).toReversed();
      expect(run).toMatchObject({ state: 'done', target: 'local', exit: 0 });
      expect(carriedOut).toEqual({ dueAt, state: 'done', run: run?.uid });
    });

    const beside = await home.evenkeel(['run', '--jobs', '3', '--campaign', 'beside', '--seed', '1']);
    expect(beside, beside.stderr).toMatchObject({ exit: 0 });
    expect(beside.stdout).toContain('created 3, verified gone 3');

    const silentAt = systemClock.now();
    server.behaviour = { silent: true };
    await up.said('incident opened: web web (timeout)');
    const down = await home.evenkeel(['check', '--target', 'web']);
    expect(down, down.stderr).toMatchObject({ exit: 1 });
    expect(down.stdout).toMatch(/open incident-\d+: web web \(outage\)/);
    await expect
      .poll(async () => (await get(`${address}/metrics`)).text, { timeout: 10_000 })
      .toMatch(/^evenkeel_incidents_open\{target="web"\} 1$/m);
    const loudAt = systemClock.now();
    server.behaviour = {};
    await up.said('incident closed: web web');
    expect(await home.evenkeel(['check', '--target', 'web'])).toMatchObject({ exit: 3 });

    const end = await terminate(up);
    expect(end, end.stderr).toMatchObject({ exit: 0, signal: null });
    expect(processesOf(home.folder)).toEqual([]);
    await home.read(async (reader) => {
      const looks = (await reader.observations({ from: started, to: systemClock.now(), subjectKind: 'probe', target: 'web' })).filter(
        ({ runId }) => runId === null,
      );
      expect(looks.length).toBeGreaterThan(20);
      // On time: each has the instant it was due at, a whole multiple of its interval, and none comes twice.
      expect(looks.every(({ dueAt, at }) => dueAt !== null && dueAt % 200_000 === 0 && at >= dueAt)).toBe(true);
      expect(new Set(looks.map(({ dueAt }) => dueAt)).size).toBe(looks.length);
      const incidents = await reader.incidents({ target: 'web' });
      expect(incidents).toHaveLength(1);
      const [{ lastOkAt, firstBadAt, lastBadAt, firstOkAt } = { lastOkAt: null, firstBadAt: 0, lastBadAt: 0, firstOkAt: null }] = incidents;
      expect(lastOkAt).toBeLessThan(silentAt);
      expect(firstBadAt).toBeGreaterThan(silentAt - 400_000);
      expect(lastBadAt).toBeLessThan(loudAt + 400_000);
      expect(firstOkAt).toBeGreaterThan(loudAt - 400_000);
      const { gaps } = await reader.facts([past]);
      const own = gaps.filter(({ schedule, reason }) => schedule === 'web' && reason === 'down');
      expect(own).toHaveLength(1);
      expect(own[0]?.fromAt).toBe(looked + 200_000);
      expect(own[0]?.toAt).toBeGreaterThanOrEqual(started);
      expect(own[0]?.ticks).toBeGreaterThanOrEqual(449);
      expect(await reader.openResources()).toEqual([]);
      expect((await slots(reader)).filter(({ state }) => state === 'running')).toEqual([]);
    });
    expect(existsSync(`${home.folder}/var/grafana/evenkeel.db`)).toBe(true);
  }, 120_000);

  const busy = smallTarget({ jobs: '{ cpu: { count: 60, events: 3000 } }', probes: '{}' });

  it('ended while a run is under way lets it release what it rented, and marks its slot aborted', async () => {
    home = makeHome(config({ local: busy, web: web(9) }));
    await slotBefore(1);
    const { up } = await startUp();
    await expect.poll(() => home.read(async (reader) => (await reader.openResources()).length).catch(() => 0), { timeout: 30_000 }).toBe(6);
    const end = await terminate(up);
    expect(end, end.stderr).toMatchObject({ exit: 0, signal: null });
    expect(processesOf(home.folder)).toEqual([]);
    await home.read(async (reader) => {
      expect(await reader.openResources()).toEqual([]);
      const [run] = await reader.runs({});
      expect(run).toMatchObject({ state: 'aborted', exit: 130 });
      expect((await slots(reader)).filter((slot) => slot.run !== null)).toMatchObject([{ state: 'aborted', run: run?.uid }]);
    });
  }, 60_000);

  it('ends at once at the second signal, with all its children; the next start releases the rest', async () => {
    home = makeHome(config({ local: busy, web: web(9) }));
    await slotBefore(1);
    const { up } = await startUp();
    await expect.poll(() => home.read(async (reader) => (await reader.openResources()).length).catch(() => 0), { timeout: 30_000 }).toBe(6);
    up.child.kill('SIGTERM');
    await up.said('SIGTERM');
    up.child.kill('SIGTERM');
    expect((await up.ended).exit).toBe(130);
    await expect.poll(() => processesOf(home.folder), { timeout: 2_000 }).toEqual([]);
    const { up: next } = await startUp(['--no-schedule']);
    await expect
      .poll(() => home.read(async (reader) => (await reader.runs({})).map(({ state }) => state)), { timeout: 10_000 })
      .toEqual(['aborted']);
    const states = await home.read(async (reader) => (await slots(reader)).map(({ state }) => state));
    expect(states.filter((state) => state === 'running' || state === 'aborted')).toEqual(['aborted']);
    await expect.poll(() => home.read((reader) => reader.openResources()), { timeout: 20_000 }).toEqual([]);
    expect(await terminate(next)).toMatchObject({ exit: 0 });
  }, 60_000);
});

describe('evenkeel up refuses', () => {
  it('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => taken.once('listening', listening));
    const { port } = taken.address() as AddressInfo;
    try {
      home = makeHome(`targets: { web: { probes: { web: ${web(9)} } } }\nexporter: { port: ${port} }\n`);
      const end = await home.evenkeel(['up']);
      expect(end).toMatchObject({ exit: 3 });
      expect(end.stderr).toContain(`cannot listen on 127.0.0.1:${port}`);
    } finally {
      await new Promise((closed) => taken.close(closed));
    }
  });

  it('a secret that is not there, also once it is under way', async () => {
    const probe = `{ kind: http, url: 'http://127.0.0.1:9/', every: 200ms, headers: { authorization: 'Bearer env:NOT_SET' } }`;
    home = makeHome(`targets: { web: { probes: { web: ${probe}, other: ${web(9)} } } }\nexporter: { port: 0 }\n`);
    const end = await home.evenkeel(['up']);
    expect(end, end.stderr).toMatchObject({ exit: 2 });
    expect(end.stderr).toContain('NOT_SET is not set');
    expect(processesOf(home.folder)).toEqual([]);
  });
});

describe('evenkeel up without', () => {
  it('probes looks at nothing, without its schedule runs nothing', async () => {
    home = makeHome(config({ web: web(9) }));
    const last = await slotBefore(3);
    const { up, address } = await startUp(['--no-probes', '--no-schedule']);
    await expect.poll(async () => (await get(`${address}/readyz`)).status, { timeout: 10_000 }).toBe(200);
    expect(await terminate(up)).toMatchObject({ exit: 0 });
    await home.read(async (reader) => {
      expect(await reader.observations({ from: 0, to: systemClock.now() })).toEqual([]);
      expect((await slots(reader)).map(({ dueAt }) => dueAt)).toEqual([last]);
    });
  });
});
