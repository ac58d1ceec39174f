import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { encode, type Answer, type Packet, type Question } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dnsProbe } from '../../../collectors/probes/dns-probe.ts';
import type { Measurement } from '../../../src/core/observation.ts';
import type { ProbeContext } from '../../../src/core/probe.ts';
import { startDnsServer, type DnsServerFake } from '../../fakes/dns-server.ts';
import { phasesOf, probeContext } from './probe-context.ts';

const A_RECORD = { type: 'A', name: 'cloud.test', ttl: 60, data: '192.0.2.7' } as const;

let server: DnsServerFake;
beforeEach(async () => {
  server = await startDnsServer({ answers: [A_RECORD] });
});
afterEach(() => server.close());

function look(settings: object = {}, context: Partial<ProbeContext> = {}): Promise<Measurement> {
  const parsed = dnsProbe.settings.parse({ server: `127.0.0.1:${server.port}`, name: 'cloud.test', ...settings });
  return dnsProbe.probe(parsed, probeContext(context));
}

function evidenceOf(measurement: Measurement): { readonly [field: string]: unknown } {
  return JSON.parse(measurement.evidence?.body ?? 'null') as { readonly [field: string]: unknown };
}

describe('dnsProbe', () => {
  test('times an answer as wait and total', async () => {
    server.behaviour.delayMs = 60;
    const measurement = await look();
    const phases = phasesOf(measurement);
    expect(measurement.outcome).toBe('ok');
    expect(Object.keys(phases)).toEqual(['wait', 'total']);
    expect(phases['wait']).toBeGreaterThanOrEqual(0.055);
    expect(phases['wait']).toBeLessThanOrEqual(phases['total'] ?? 0);
    expect(measurement.samples[0]).toMatchObject({ metric: 'probe_duration_seconds', tags: { probe: 'subject', probe_kind: 'dns' } });
  });

  test.each(['NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP'] as const)(
    'gives %s as the code, with the decoded answer',
    async (rcode) => {
      server.behaviour = { rcode };
      const measurement = await look();
      expect(measurement).toMatchObject({ outcome: 'failed', code: rcode, samples: [] });
      expect(evidenceOf(measurement)).toMatchObject({ code: rcode, answer: { rcode, questions: [{ name: 'cloud.test', type: 'A' }] } });
    },
  );

  test('takes a refusal that leaves the question out', async () => {
    server.behaviour = { rcode: 'REFUSED', dropQuestion: true };
    expect(await look()).toMatchObject({ outcome: 'failed', code: 'REFUSED' });
  });

  test('calls an answer without a record of the type empty', async () => {
    server.behaviour = { answers: [{ type: 'CNAME', name: 'cloud.test', data: 'elsewhere.test' }] };
    expect(await look()).toMatchObject({ outcome: 'failed', code: 'empty' });
  });

  test('is slow beyond its limit, and keeps its samples', async () => {
    server.behaviour.delayMs = 50;
    const measurement = await look({}, { slowMs: 10 });
    expect(measurement).toMatchObject({ outcome: 'slow', code: 'slow' });
    expect(Object.keys(phasesOf(measurement))).toContain('total');
  });

  test('times out on a silent server and names it', async () => {
    server.behaviour.silent = true;
    const measurement = await look({}, { timeoutMs: 80 });
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'timeout', samples: [] });
    expect(measurement.tookUs).toBeGreaterThanOrEqual(75_000);
    expect(evidenceOf(measurement)).toMatchObject({ server: `127.0.0.1 port ${server.port}` });
    expect(server.asked).toHaveLength(1);
  });

  test('tells a closed port from silence', async () => {
    const closed = createSocket('udp4').bind(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address();
    await new Promise((done) => closed.close(() => done(null)));
    expect(await look({ server: `127.0.0.1:${port}` })).toMatchObject({ outcome: 'failed', code: 'ECONNREFUSED' });
  });

  test('asks again over TCP when the answer is truncated', async () => {
    server.behaviour.truncate = true;
    const measurement = await look({ expect: '192.0.2.7' });
    const { total = 0, ...parts } = phasesOf(measurement);
    expect(measurement.outcome).toBe('ok');
    expect(server.asked.map(({ over }) => over)).toEqual(['udp', 'tcp']);
    expect(Object.keys(parts)).toEqual(['wait', 'connect', 'transfer']);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(total);
  });

  test('fails when the server hangs up on the question over TCP', async () => {
    server.behaviour = { truncate: true, hangUp: true };
    expect(await look()).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
  });

  test('ignores and counts what does not answer this question', async () => {
    const bank: Question = { name: 'bank.test', type: 'A' };
    const other: Packet = { type: 'response', questions: [bank], answers: [{ ...A_RECORD, name: 'bank.test' }] };
    server.behaviour.before = (_question, id) => [encode({ ...other, id }), encode({ ...other, id: (id + 1) % 65_536 }), Buffer.from('?')];
    expect(await look()).toMatchObject({ outcome: 'ok' });
    server.behaviour = { before: server.behaviour.before, rcode: 'NXDOMAIN' };
    expect(evidenceOf(await look())).toMatchObject({ code: 'NXDOMAIN', ignored: 3 });
  });

  test('keeps the bytes of an answer that cannot be read', async () => {
    server.behaviour.raw = (_question, id) => Buffer.from([id >> 8, id & 255, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 0xff]);
    const measurement = await look();
    expect(measurement).toMatchObject({ outcome: 'failed', code: 'bad_answer' });
    expect(JSON.stringify(evidenceOf(measurement))).toContain('c0ff');
  });

  test.each<[string, string, string, Answer]>([
    ['A', '192.0.2.7', '192.0.2.8', A_RECORD],
    ['TXT', 'steady as she goes', 'steady', { type: 'TXT', name: 'cloud.test', data: ['steady as ', 'she goes'] }],
    [
      'MX',
      '10 MAIL.cloud.test',
      'mail.cloud.test',
      { type: 'MX', name: 'cloud.test', data: { preference: 10, exchange: 'mail.cloud.test' } },
    ],
  ])('holds the %s records against what is expected', async (type, right, wrong, answer) => {
    server.behaviour = { answers: [answer] };
    expect(await look({ type, expect: right })).toMatchObject({ outcome: 'ok' });
    expect(await look({ type, expect: wrong })).toMatchObject({ outcome: 'failed', code: 'unexpected_answer' });
  });

  test('draws the id of each question anew', async () => {
    const ids: number[] = [];
    server.behaviour.before = (_question, id) => {
      ids.push(id);
      return [];
    };
    const values = [0.1, 0.9999];
    for (const value of values) await look({}, { random: () => value });
    expect(ids).toEqual([6553, 65_529]);
  });

  test('names server, question and limit in its instrument', async () => {
    const { instrument } = await look({ type: 'A' }, { timeoutMs: 700 });
    expect(instrument).toMatchObject({ name: 'dns-probe', params: { server: '127.0.0.1', name: 'cloud.test', type: 'A', timeoutMs: 700 } });
  });

  test('turns an international name into the one that is asked for', async () => {
    server.behaviour = { answers: [{ ...A_RECORD, name: 'xn--bcher-kva.test' }] };
    expect(await look({ name: 'Bücher.test' })).toMatchObject({ outcome: 'ok' });
    expect(server.asked[0]?.question.name).toBe('xn--bcher-kva.test');
  });

  test.each([
    { server: 'ns.example' },
    { server: '127.0.0.1:0' },
    { server: '127.0.0.1:99999' },
    { server: '' },
    { name: '' },
    { name: 'a..b' },
    { name: `${'a'.repeat(64)}.test` },
    { name: 'white space.test' },
    { type: 'HINFO' },
    { expect: '' },
    { resolver: 'x' },
  ])('refuses the settings %j', (settings) => {
    expect(dnsProbe.settings.safeParse({ name: 'cloud.test', ...settings }).success).toBe(false);
  });

  test('takes its own settings again', () => {
    const parsed = dnsProbe.settings.parse({ name: 'Bücher.test.' });
    expect(dnsProbe.settings.parse(parsed)).toEqual(parsed);
  });
});
