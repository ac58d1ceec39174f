import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { probeKinds } from '../../../collectors/probes/registry.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { metricOf } from '../../../src/core/metrics.ts';
import { startDnsServer } from '../../fakes/dns-server.ts';
import { startHttpServer } from '../../fakes/http-server.ts';
import { listenOnBoth } from '../../fakes/listen-on-both.ts';
import { phasesOf, probeContext } from './probe-context.ts';

interface Service {
  readonly port: number;
  close(): Promise<void>;
}

interface Case {
  readonly settings: (port: number) => object;
  /** A target that is well. */
  readonly well: () => Promise<Service>;
}

/** How to point each kind at a port; a kind that is new to the registry has to be listed. */
const CASES: { readonly [kind: string]: Case } = {
  dns: {
    settings: (port) => ({ server: `127.0.0.1:${port}`, name: 'cloud.test' }),
    well: () => startDnsServer({ answers: [{ type: 'A', name: 'cloud.test', data: '192.0.2.1' }], truncate: true }),
  },
  http: { settings: (port) => ({ url: `http://localhost:${port}/` }), well: () => startHttpServer({ body: '雲'.repeat(1000) }) },
  tcp: { settings: (port) => ({ host: '127.0.0.1', port, banner: 'steady' }), well: () => greeter(Buffer.from('steady\n')) },
};

/** Answers whatever comes, over UDP and TCP, with these bytes; without any, says nothing. */
async function greeter(bytes: Buffer | undefined): Promise<Service> {
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.resume();
    if (bytes !== undefined) socket.end(bytes);
  });
  const udp = createSocket('udp4', (query, from) => {
    // With the id of the question, so that the probe has to read on.
    if (bytes !== undefined) udp.send(Buffer.concat([query.subarray(0, 2), bytes]), from.port, from.address);
  });
  const port = await listenOnBoth(tcp, udp);
  return {
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((done) => tcp.close(done)), new Promise((done) => udp.close(() => done(null)))]);
    },
  };
}

/** UDP and TCP sockets of this process, the target's among them. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => /^(?:TCPSocketWrap|UDPWrap|UDPWRAP|TLSWrap)$/.test(resource)).length;
}

describe.each(probeKinds.map((kind) => [kind.kind, kind] as const))('probe %s', (name, kind) => {
  let service: Service | undefined;
  const settingsFor = (target: Service): unknown => kind.settings.parse(CASES[name]?.settings(target.port));
  const serve = async (starting: Promise<Service> | undefined): Promise<unknown> => {
    service = await starting;
    return settingsFor(service as Service);
  };
  beforeEach(() => {
    service = undefined;
  });
  const release = async (): Promise<void> => {
    await service?.close();
    service = undefined;
  };
  afterEach(release);

  test('has strict settings that are read again as they are', async () => {
    const settings = await serve(CASES[name]?.well());
    expect(kind.settings.parse(settings)).toEqual(settings);
    expect(kind.settings.safeParse({ ...(settings as object), unknown: 1 }).success).toBe(false);
  });

  test('gives samples of the catalogue with allowed tags, whose phases do not exceed the total', async () => {
    const measurement = await kind.probe(await serve(CASES[name]?.well()), probeContext({ name: 'a-probe' }));
    expect(measurement.outcome).toBe('ok');
    for (const { metric, tags, value } of measurement.samples) {
      expect(metricOf(metric)?.tags).toEqual(Object.keys(tags));
      expect(tags).toMatchObject({ probe: 'a-probe', probe_kind: name });
      expect(value).toBeGreaterThan(0);
    }
    const { total = 0, ...parts } = phasesOf(measurement);
    expect(Object.values(parts).length).toBeGreaterThan(0);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(total + 1e-9);
    expect(Math.abs(total * 1e6 - measurement.tookUs)).toBeLessThan(1);
    expect(Number.isSafeInteger(measurement.at) && Number.isSafeInteger(measurement.tookUs)).toBe(true);
  });

  test('says the same of its instrument every time', async () => {
    const settings = await serve(CASES[name]?.well());
    const [one, two] = [await kind.probe(settings, probeContext()), await kind.probe(settings, probeContext())];
    expect(one.instrument).toEqual(two.instrument);
  });

  test('keeps to its limit when nothing answers', async () => {
    const measurement = await kind.probe(await serve(greeter(undefined)), probeContext({ timeoutMs: 100 }));
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'timeout', samples: [] });
    expect(measurement.tookUs).toBeGreaterThanOrEqual(95_000);
    expect(measurement.tookUs).toBeLessThan(2_000_000);
  });

  test('is unknown when aborted before', async () => {
    const measurement = await kind.probe(await serve(CASES[name]?.well()), probeContext({ signal: AbortSignal.abort() }));
    expect(measurement).toMatchObject({ outcome: 'unknown', code: 'aborted', samples: [] });
  });

  test('is unknown within 100 ms of an abort', { retry: 3 }, async () => {
    const controller = new AbortController();
    const looking = kind.probe(await serve(greeter(undefined)), probeContext({ signal: controller.signal, timeoutMs: 10_000 }));
    await systemClock.sleep(30);
    const abortedAt = systemClock.monotonic();
    controller.abort();
    expect(await looking).toMatchObject({ outcome: 'unknown', code: 'aborted', samples: [] });
    expect(systemClock.monotonic() - abortedAt).toBeLessThan(100_000);
  });

  test.each([0, 1, 2, 3, 5, 8])('lets go of everything when aborted after %i turns', async (turns) => {
    const settings = await serve(CASES[name]?.well());
    const controller = new AbortController();
    const looking = kind.probe(settings, probeContext({ signal: controller.signal }));
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    controller.abort();
    expect(['ok', 'unknown']).toContain((await looking).outcome);
    await release();
    await expect.poll(openSockets).toBe(0);
  });

  test('leaves no socket behind, neither after an answer nor after silence', async () => {
    const settings = await serve(greeter(undefined));
    await kind.probe(settings, probeContext({ timeoutMs: 50 }));
    await release();
    await expect.poll(openSockets).toBe(0);
  });

  test('never rejects, whatever answers', async () => {
    const httpLike = fc.string().map((text) => Buffer.from(`HTTP/1.1 500 ${text}\r\nx: ${text}\r\n\r\n${text}`));
    const dnsLike = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.concat([Buffer.from([0x80, 0, 0, 1, 0, 1, 0, 0, 0, 0]), bytes]));
    const answers = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      httpLike,
      dnsLike,
    );
    await fc.assert(
      fc.asyncProperty(answers, async (bytes) => {
        const target = await greeter(bytes);
        try {
          const measurement = await kind.probe(settingsFor(target), probeContext({ timeoutMs: 60 }));
          expect(measurement.outcome).toBe('failed');
          expect(measurement.code).toMatch(/^[A-Za-z]\w+$/);
          expect(() => JSON.stringify(measurement)).not.toThrow();
        } finally {
          await target.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
