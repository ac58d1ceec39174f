import { once } from 'node:events';
import { request as ask, type ClientRequest, type IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import { z } from 'zod';
import type { Json } from '../../src/core/canonical.ts';
import type { ProbeKind } from '../../src/core/probe.ts';
import { sizeSetting } from '../quantity-settings.ts';
import { dial } from './dial.ts';
import { endpointName } from './endpoint.ts';
import { errorCodeOf } from './error-code.ts';
import { isExpected, statusSetting } from './expect-status.ts';
import { runProbe, type Look } from './run-probe.ts';
import { withSecret } from './secret-value.ts';
import { textEvidence } from './text-evidence.ts';

const settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: 'Expected an http or https URL' }).describe('http or https; redirects are not followed'),
    method: z.enum(['GET', 'HEAD', 'POST']).default('GET').describe('how it is asked'),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Expected the name of a header'), z.string())
      .default({})
      .describe('sent along; a value may end in `env:NAME`, as in `Bearer env:TOKEN`'),
    body: z.string().max(65_536).optional().describe('what POST sends'),
    expect_status: statusSetting.default(['200-399']).describe('statuses and ranges that are well'),
    expect_body: z.string().min(1).optional().describe('text that the body has to hold'),
    max_body_bytes: sizeSetting
      .prefault('1MiB')
      .refine((size) => size <= 64 * 1024 ** 2, 'Expected at most 64MiB')
      .describe('a longer body is a failure: its transfer would not be comparable'),
    ca: z.string().min(1).optional().describe('certificates to trust and no others, PEM or `env:NAME`; the well-known ones where absent'),
  })
  .refine((wanted) => wanted.body === undefined || wanted.method === 'POST', { path: ['body'], message: 'Only POST sends a body' });

export type HttpSettings = z.output<typeof settings>;

/** One request over a fresh connection; redirects are not followed. Phases dns, connect, tls, wait (to the headers), transfer (the body). */
export const httpProbe: ProbeKind<HttpSettings> = {
  kind: 'http',
  settings,
  async probe(wanted, context) {
    const url = new URL(wanted.url);
    const headers = Object.entries(wanted.headers).map(([name, value]) => [name, withSecret(value, context.secret, `header "${name}"`)]);
    const ca = wanted.ca?.replace(/^env:(.+)$/, (_whole, name: string) => context.secret(name));
    const instrument = { name: 'http-probe', version: '1', params: { ...paramsOf(wanted, url), timeoutMs: context.timeoutMs } };
    return runProbe('http', instrument, context, async (look) => {
      const socket = await open(url, ca, look);
      const request = ask({
        createConnection: () => socket,
        method: wanted.method,
        path: url.pathname + url.search,
        headers: { host: url.host, 'user-agent': 'evenkeel', accept: '*/*', ...authorization(url), ...Object.fromEntries(headers) },
      });
      look.signal.addEventListener('abort', () => request.destroy(), { once: true });
      const response = await look.phases.time('wait', () => answer(request, wanted.body));
      const body = await look.phases.time('transfer', () => bodyOf(response, wanted.max_body_bytes));
      const code = judge(wanted, response, body);
      return code === undefined ? {} : { code, evidence: textEvidence(shown(response, body, look)) };
    });
  },
};

/** Neither userinfo nor query nor a header's value: they may hold secrets. */
function paramsOf(wanted: HttpSettings, url: URL): { readonly [name: string]: Json } {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return {
    url: `${url.protocol}//${endpointName(url.hostname, port)}${url.pathname}`,
    query: [...url.searchParams.keys()].toSorted(),
    method: wanted.method,
    headers: Object.keys(wanted.headers)
      .map((name) => name.toLowerCase())
      .toSorted(),
    bodyBytes: Buffer.byteLength(wanted.body ?? ''),
    expectStatus: wanted.expect_status,
    expectBody: wanted.expect_body ?? null,
    maxBodyBytes: wanted.max_body_bytes,
  };
}

function authorization(url: URL): { readonly authorization?: string } {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

async function open(url: URL, ca: string | undefined, look: Look): Promise<Socket> {
  const isTls = url.protocol === 'https:';
  const socket = await dial(url.hostname, Number(url.port) || (isTls ? 443 : 80), look);
  if (!isTls) return socket;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const name = isIP(host) === 0 ? { servername: host } : {};
  const tls = secure({ socket, host, ...name, ALPNProtocols: ['http/1.1'], ...(ca === undefined ? {} : { ca }) });
  tls.on('error', () => {});
  look.signal.addEventListener('abort', () => tls.destroy(), { once: true });
  await look.phases.time('tls', () => once(tls, 'secureConnect'));
  return tls;
}

function answer(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.once('close', () => reject(Object.assign(new Error('The connection ended without an answer'), { code: 'ECONNRESET' })));
    request.end(body);
  });
}

interface Body {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks), isCut: size > maxBytes };
}

function judge(wanted: HttpSettings, response: IncomingMessage, body: Body): string | undefined {
  const status = response.statusCode ?? 0;
  if (!isExpected(status, wanted.expect_status)) return errorCodeOf(body.bytes.toString('utf8'), status);
  if (body.isCut) return 'body_too_large';
  if (wanted.expect_body !== undefined && !body.bytes.includes(wanted.expect_body)) return 'unexpected_body';
  return undefined;
}

/** Status line, headers and body as they came; the caller redacts. */
function shown(response: IncomingMessage, body: Body, look: Look): string {
  const headers: string[] = [];
  for (let n = 0; n + 1 < response.rawHeaders.length; n += 2) headers.push(`${response.rawHeaders[n]}: ${response.rawHeaders[n + 1]}`);
  const from = `# from ${look.notes['address']}`;
  const status = `HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`;
  return [from, status, ...headers, '', body.bytes.toString('utf8')].join('\n');
}
