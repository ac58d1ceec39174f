import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tcpProbe } from '../../../collectors/probes/tcp-probe.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import type { ProbeContext } from '../../../src/core/probe.ts';
import { phasesOf, probeContext } from './probe-context.ts';

let server: Server;
let greet: (socket: Socket) => void;
const sockets = new Set<Socket>();
beforeEach(async () => {
  greet = () => {};
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    greet(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => server.close(done));
});

function look(settings: object = {}, context: Partial<ProbeContext> = {}): Promise<Measurement> {
  const { port } = server.address() as AddressInfo;
  return tcpProbe.probe(tcpProbe.settings.parse({ host: '127.0.0.1', port, ...settings }), probeContext(context));
}

describe('tcpProbe', () => {
  test('times the connection and lets it go', async () => {
    const measurement = await look();
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(phasesOf(measurement))).toEqual(['connect', 'total']);
    await expect.poll(() => sockets.size).toBe(0);
  });

  test('finds the address of a name that answers', async () => {
    const measurement = await look({ host: 'localhost' });
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(phasesOf(measurement))).toEqual(['dns', 'connect', 'total']);
  });

  test('waits for the greeting, in however many pieces', async () => {
    greet = (socket) => {
      socket.write('SSH-');
      setTimeout(() => socket.write('2.0-OpenSSH_9.2\r\n'), 40);
    };
    const measurement = await look({ banner: 'SSH-2.0' });
    expect(measurement.outcome).toBe('ok');
    expect(phasesOf(measurement)['wait']).toBeGreaterThanOrEqual(0.035);
  });

  test.each([
    ['another', '220 mail ready\r\n'],
    ['an endless', 'x'.repeat(10_000)],
    ['an empty', ''],
  ])('fails on %s greeting and keeps it', async (_what, said) => {
    greet = (socket) => socket.end(said);
    const measurement = await look({ banner: 'SSH-2.0' });
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'unexpected_banner', samples: [] });
    expect(said.startsWith(measurement.evidence?.body ?? '?')).toBe(true);
  });

  test('times out on a server that does not greet', async () => {
    expect(await look({ banner: 'SSH-2.0' }, { timeoutMs: 80 })).toMatchObject({ outcome: 'failed', code: 'timeout' });
    await expect.poll(() => sockets.size).toBe(0);
  });

  test('calls a reset by its code', async () => {
    greet = (socket) => socket.resetAndDestroy();
    expect(await look({ banner: 'SSH-2.0' })).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
  });

  test('calls a closed port by its code', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await new Promise((done) => other.close(done));
    const measurement = await look({ port });
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'ECONNREFUSED' });
    expect(JSON.parse(measurement.evidence?.body ?? '')).toMatchObject({ addresses: '127.0.0.1' });
  });

  test.each([{ port: 0 }, { port: 65_536 }, { host: '' }, { banner: '' }, { user: 'root' }])('refuses the settings %j', (settings) => {
    expect(tcpProbe.settings.safeParse({ host: 'cloud.test', port: 22, ...settings }).success).toBe(false);
  });
});
