import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { httpProbe } from '../../../collectors/probes/http-probe.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import type { ProbeContext } from '../../../src/core/probe.ts';
import { MAX_RETRIES_BODY, startHttpServer, type HttpServerFake } from '../../fakes/http-server.ts';
import { selfSigned, type Certificate } from '../../fakes/self-signed.ts';
import { phasesOf, probeContext } from './probe-context.ts';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServer();
});
afterEach(() => server.close());

function look(settings: object = {}, context: Partial<ProbeContext> = {}): Promise<Measurement> {
  return httpProbe.probe(httpProbe.settings.parse({ url: server.url, ...settings }), probeContext(context));
}

describe('httpProbe', () => {
  test('times connect, wait and transfer of one fresh connection each time', async () => {
    server.behaviour = { delayMs: 60, bodyDelayMs: 40 };
    const first = await look();
    const { total = 0, ...parts } = phasesOf(first);
    expect(first.outcome).toBe('ok');
    expect(Object.keys(parts)).toEqual(['connect', 'wait', 'transfer']);
    expect(parts['wait']).toBeGreaterThanOrEqual(0.055);
    expect(parts['transfer']).toBeGreaterThanOrEqual(0.035);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(total);
    expect(Object.keys(phasesOf(await look()))).toContain('connect');
    expect(server.requests.map(({ headers }) => headers.connection)).toEqual(['close', 'close']);
  });

  test('resolves a name in a phase of its own', async () => {
    const measurement = await look({ url: `http://localhost:${server.port}/` });
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(phasesOf(measurement))).toEqual(['dns', 'connect', 'wait', 'transfer', 'total']);
  });

  test('finds the one call of ten that exceeds its retries, with the raw answer', async () => {
    server.behaviour = { failEvery: 10, body: '{"objects":[]}' };
    const measurements: Measurement[] = [];
    for (let n = 0; n < 20; n += 1) measurements.push(await look());
    const failed = measurements.filter(({ outcome }) => outcome === 'failed');
    expect(measurements.flatMap(({ outcome }, n) => (outcome === 'failed' ? [n + 1] : []))).toEqual([10, 20]);
    expect(failed.map(({ code }) => code)).toEqual(['max_retries_exceeded', 'max_retries_exceeded']);
    expect(failed[0]?.samples).toEqual([]);
    expect(failed[0]?.evidence?.body).toContain('HTTP/1.1 503 Service Unavailable');
    expect(failed[0]?.evidence?.body).toContain(MAX_RETRIES_BODY);
    expect(failed[0]?.evidence?.body).toContain('# from 127.0.0.1');
  });

  test.each([
    [503, ['200-399'], 'http_503'],
    [404, ['200-399'], 'http_404'],
    [204, [200], 'http_204'],
    [301, ['200-399'], undefined],
    [401, [401], undefined],
  ])('judges status %i where %j is expected', async (status, expectStatus, code) => {
    server.behaviour = { status, body: '', headers: { location: 'http://127.0.0.1:1/' } };
    const measurement = await look({ expect_status: expectStatus });
    expect(measurement.outcome).toBe(code === undefined ? 'ok' : 'failed');
    expect(measurement.code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  test('holds the body against the text it should have', async () => {
    server.behaviour = { body: 'état: régulier ☁' };
    expect(await look({ expect_body: 'régulier ☁' })).toMatchObject({ outcome: 'ok' });
    expect(await look({ expect_body: 'irrégulier' })).toMatchObject({ outcome: 'failed', code: 'unexpected_body' });
  });

  test('gives up on a body beyond its limit, and takes one of exactly the limit', async () => {
    server.behaviour = { body: Buffer.alloc(5000, 'x') };
    expect(await look({ max_body_bytes: 4999 })).toMatchObject({ outcome: 'failed', code: 'body_too_large' });
    expect(await look({ max_body_bytes: 5000 })).toMatchObject({ outcome: 'ok' });
  });

  test('cuts the evidence at 64 KiB', async () => {
    server.behaviour = { status: 500, body: Buffer.alloc(200_000, 'x') };
    const { evidence } = await look();
    expect(evidence?.body.length).toBeLessThanOrEqual(65_537);
  });

  test('sends method, body and headers, with secrets filled in', async () => {
    const settings = {
      method: 'POST',
      body: '{"a":1}',
      headers: { Authorization: 'Bearer env:TOKEN', 'X-Key': 'env:KEY', 'X-Plain': 'an env:elsewhere text' },
    };
    const measurement = await look(settings, { secret: (name) => `value-of-${name}` });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer value-of-TOKEN', 'x-key': 'value-of-KEY', 'x-plain': 'an env:elsewhere text' },
    });
    expect(JSON.stringify(measurement)).not.toContain('value-of');
  });

  test('refuses a secret that no header can carry, without showing it', async () => {
    const wrong = look({ headers: { authorization: 'env:TOKEN' } }, { secret: () => 'hunter2\n' });
    await expect(wrong).rejects.toMatchObject({ name: 'HarnessError', code: 'config-invalid' });
    await expect(wrong).rejects.not.toThrow(/hunter2/);
  });

  test('says nothing of userinfo, query values and header values in its instrument', async () => {
    const url = `http://user:hunter2@127.0.0.1:${server.port}/path?key=hunter3`;
    const { instrument, outcome } = await look({ url, headers: { 'X-Key': 'hunter4' } });
    expect(outcome).toBe('ok');
    expect(instrument.params).toMatchObject({ url: 'http://127.0.0.1/path', query: ['key'], headers: ['x-key'], method: 'GET' });
    expect(JSON.stringify(instrument)).not.toContain('hunter');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:hunter2').toString('base64')}`);
  });

  test('measures HEAD without a body', async () => {
    server.behaviour = { headers: { 'content-length': '1000' } };
    expect(await look({ method: 'HEAD' })).toMatchObject({ outcome: 'ok' });
    expect(server.requests[0]?.method).toBe('HEAD');
  });

  test('is slow beyond its limit', async () => {
    server.behaviour = { delayMs: 50 };
    expect(await look({}, { slowMs: 20 })).toMatchObject({ outcome: 'slow', code: 'slow' });
    expect(await look({}, { slowMs: 1_900 })).toMatchObject({ outcome: 'ok' });
  });

  test('times out on silence, says how far it came and leaves no connection', async () => {
    server.behaviour = { silent: true };
    const measurement = await look({}, { timeoutMs: 400 });
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'timeout', samples: [] });
    const evidence = JSON.parse(measurement.evidence?.body ?? '') as { phases: object; address: string };
    expect(Object.keys(evidence.phases)).toEqual(['connect']);
    expect(evidence.address).toBe('127.0.0.1');
    await expect.poll(() => server.open).toBe(0);
  });

  test('leaves no connection after a good answer either', async () => {
    await look();
    await expect.poll(() => server.open).toBe(0);
  });

  test.each(['headers', 'body'] as const)('calls a reset before the end of the %s by its code', async (reset) => {
    server.behaviour = { reset };
    expect(await look()).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
  });

  test('tells a closed port by its code', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address() as { port: number };
    await new Promise((done) => closed.close(done));
    expect(await look({ url: `http://127.0.0.1:${address.port}/` })).toMatchObject({ outcome: 'failed', code: 'ECONNREFUSED' });
  });

  test('tells a name that does not resolve by its code', async () => {
    const measurement = await look({ url: 'http://evenkeel.invalid/' }, { timeoutMs: 15_000 });
    expect(measurement.outcome).toBe('failed');
    expect(['ENOTFOUND', 'EAI_AGAIN', 'timeout']).toContain(measurement.code);
  });

  test.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['nothing', ''],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a short body', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf'],
    ['huge headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
    ['random bytes', Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 197) % 256))],
  ])('survives %s as a failure with a code', async (_what, raw) => {
    server.behaviour = { raw };
    const measurement = await look({}, { timeoutMs: 1_000 });
    expect(measurement.outcome).toBe('failed');
    expect(measurement.code).toMatch(/^(?:HPE_[A-Z_]+|ECONNRESET)$/);
  });

  test('takes a body that is not UTF-8 into the evidence', async () => {
    server.behaviour = { status: 500, body: Buffer.from([0xff, 0xfe, 0x00, 0x22]) };
    const measurement = await look();
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'http_500' });
    expect(() => JSON.stringify(measurement)).not.toThrow();
  });

  test.each([
    { url: 'ftp://cloud.test/' },
    { url: 'cloud.test' },
    { method: 'DELETE' },
    { headers: { 'bad name': 'x' } },
    { body: 'x' },
    { expect_status: [] },
    { expect_status: ['2xx'] },
    { max_body_bytes: 0 },
    { followRedirects: true },
  ])('refuses the settings %j', (settings) => {
    expect(httpProbe.settings.safeParse({ url: 'https://cloud.test/', ...settings }).success).toBe(false);
  });
});

describe('httpProbe over TLS', () => {
  let certificate: Certificate;
  let tls: HttpServerFake;
  beforeAll(() => {
    certificate = selfSigned();
  });
  beforeEach(async () => {
    tls = await startHttpServer({}, certificate);
  });
  afterEach(() => tls.close());

  test.each(['127.0.0.1', 'localhost'])('times the handshake with %s', async (host) => {
    const measurement = await look({ url: `https://${host}:${tls.port}/`, ca: certificate.cert });
    const { total = 0, ...parts } = phasesOf(measurement);
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(parts).filter((phase) => phase !== 'dns')).toEqual(['connect', 'tls', 'wait', 'transfer']);
    // An address is no server name (RFC 6066, 3).
    expect(tls.requests[0]?.serverName).toBe(host === 'localhost' ? host : undefined);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(total);
  });

  test('fails on a certificate that nobody vouches for', async () => {
    expect(await look({ url: tls.url })).toMatchObject({ outcome: 'failed', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', samples: [] });
  });

  test('fails on a certificate for another name', async () => {
    const other = selfSigned(['DNS:elsewhere.test']);
    const wrong = await startHttpServer({}, other);
    try {
      expect(await look({ url: wrong.url, ca: other.cert })).toMatchObject({ outcome: 'failed', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    } finally {
      await wrong.close();
    }
  });

  test('fails on a port that does not speak TLS', async () => {
    const measurement = await look({ url: server.url.replace('http:', 'https:'), ca: certificate.cert });
    expect(measurement).toMatchObject({ outcome: 'failed' });
    expect(measurement.code).toMatch(/^(?:ERR_SSL_|EPROTO|ECONNRESET)/);
  });
});
