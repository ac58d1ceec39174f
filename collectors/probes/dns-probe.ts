import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { HarnessError } from '../../src/core/errors.ts';
import type { ProbeKind } from '../../src/core/probe.ts';
import { DNS_TYPES, encodeQuery, readAnswer, type DnsQuestion } from './dns-message.ts';
import { askByTcp, askByUdp, type Taken } from './dns-transport.ts';
import { endpointName } from './endpoint.ts';
import { parseDnsServer, systemResolvers, type DnsServer } from './resolvers.ts';
import { runProbe, type Finding, type Look } from './run-probe.ts';

const settings = z.strictObject({
  server: z
    .string()
    .default('system')
    .refine(
      (text) => text === 'system' || parseDnsServer(text) !== undefined,
      'Expected system or an IP address, with or without a port: 9.9.9.9, 127.0.0.1:5353, [::1]:53',
    )
    .describe('`system`: each resolver of this machine, as probes NAME, NAME-2, …; else an address, with a port where it is not 53'),
  name: z
    .string()
    .transform((name) => (name === '.' ? name : domainToASCII(name)))
    .refine(
      (name) => name === '.' || (name.length <= 253 && /^(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?$/.test(name)),
      'Expected a domain name',
    )
    .describe('the question: a domain name'),
  type: z.enum(DNS_TYPES).default('A').describe('type of record'),
  expect: z.string().min(1).optional().describe('one of the records has to be this: an address, a name, a text'),
});

export type DnsSettings = z.output<typeof settings>;

/**
 * One question to one server: a single datagram, no retry of our own, since a lost answer is what is looked for; over TCP when
 * the answer is truncated. Codes: the rcode's name, `empty`, `unexpected_answer`, `bad_answer`, `timeout`, ECONNREFUSED.
 * Phases wait (UDP), connect and transfer (TCP).
 */
export const dnsProbe: ProbeKind<DnsSettings> = {
  kind: 'dns',
  settings,
  async probe(wanted, context) {
    const server = serverOf(wanted.server);
    const params = {
      server: endpointName(server.host, server.port),
      name: wanted.name,
      type: wanted.type,
      expect: wanted.expect ?? null,
      timeoutMs: context.timeoutMs,
    };
    const question = { id: Math.floor(context.random() * 65_536), name: wanted.name, type: wanted.type };
    return runProbe('dns', { name: 'dns-probe', version: '1', params }, context, async (look) => {
      look.notes['server'] = `${server.host} port ${server.port}`;
      return judge(await askTheServer(server, question, look), wanted, look);
    });
  },
};

function serverOf(server: string): DnsServer {
  const found = parseDnsServer(server === 'system' ? (systemResolvers()[0] ?? '') : server);
  if (found !== undefined) return found;
  throw new HarnessError('config-invalid', 'This machine has no DNS resolver', {
    hint: 'Name a server in the probe, or look at /etc/resolv.conf.',
  });
}

async function askTheServer(server: DnsServer, question: DnsQuestion, look: Look): Promise<Taken> {
  const query = encodeQuery(question);
  const read = (message: Buffer) => readAnswer(message, question);
  const taken = await askByUdp(server, query, read, look);
  const isTruncated = taken.reading.what === 'answer' && taken.reading.isTruncated;
  return isTruncated ? askByTcp(server, query, read, look) : taken;
}

function judge({ message, reading }: Taken, wanted: DnsSettings, look: Look): Finding {
  const found = (code: string, answer: string): Finding => ({
    code,
    evidence: { media: 'application/json', body: JSON.stringify({ code, ...look.notes, answer: JSON.parse(answer) as unknown }) },
  });
  if (reading.what === 'broken') return found('bad_answer', JSON.stringify({ hex: message.toString('hex') }));
  if (reading.rcode !== 'NOERROR') return found(reading.rcode, reading.json);
  if (reading.records.length === 0) return found('empty', reading.json);
  const { expect } = wanted;
  const isThere = expect === undefined || reading.records.some((record) => record.toLowerCase() === expect.toLowerCase());
  return isThere ? {} : found('unexpected_answer', reading.json);
}
