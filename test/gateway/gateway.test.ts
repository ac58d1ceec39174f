import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActRequest } from '../../src/core/act.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Measurement } from '../../src/core/observation.ts';
import { startGateway, type Gateway } from '../../src/gateway/gateway.ts';

const measured: Measurement = {
  at: 1,
  tookUs: 2,
  outcome: 'ok',
  instrument: { name: 'test', version: '1', params: {} },
  samples: [{ metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, value: 1.5 }],
};
const job = { act: 'job', name: 'cpu', vu: 1, iteration: 0, n: 0 };

let gateway: Gateway;
let handled: { execution: string; request: ActRequest }[];
let handle: (request: ActRequest, signal: AbortSignal) => Promise<Measurement> | null;

beforeEach(async () => {
  handled = [];
  handle = () => Promise.resolve(measured);
  gateway = await startGateway({
    clock: systemClock,
    executionOf: (token) => ({ 'token-a': 'cpu', 'token-b': 'io' })[token],
    handle: (execution, act, signal) => {
      handled.push({ execution, request: act });
      return handle(act, signal);
    },
  });
});
afterEach(() => gateway.close());

interface Answer {
  readonly status: number;
  readonly body: {
    readonly state?: string;
    readonly id?: string;
    readonly outcome?: string;
    readonly code?: string;
    readonly error?: string;
    readonly samples?: object[];
  };
}

/** node:http rather than fetch: Host and Origin must be ours to bend. */
function call(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; raw?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const text = options.raw ?? (options.body === undefined ? '' : JSON.stringify(options.body));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      gateway.address + path,
      {
        method,
        headers: {
          authorization: `Bearer ${options.token ?? 'token-a'}`,
          ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) } : {}),
          ...options.headers,
        },
      },
      (incoming) => {
        let body = '';
        incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(body) as Answer['body'] }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

describe('the gateway', () => {
  it('carries an act out and answers with its samples', async () => {
    const asked = await call('POST', '/acts', { body: job });
    expect(asked).toMatchObject({ status: 202, body: { state: 'running' } });
    const answer = await call('GET', `/acts/${asked.body.id}?wait=20`);
    expect(answer).toEqual({ status: 200, body: { state: 'done', id: asked.body.id, outcome: 'ok', samples: measured.samples } });
    expect(handled).toEqual([{ execution: 'cpu', request: job }]);
  });

  it('does the same act once, however often it is asked for', async () => {
    const first = await call('POST', '/acts', { body: job });
    const second = await call('POST', '/acts', { body: job });
    expect(second.body.id).toBe(first.body.id);
    await call('POST', '/acts', { body: { ...job, iteration: 1 } });
    expect(handled).toHaveLength(2);
  });

  it('answers noop, again and again, when the share is used up', async () => {
    handle = () => null;
    expect((await call('POST', '/acts', { body: job })).body).toEqual({ state: 'noop' });
    expect((await call('POST', '/acts', { body: job })).body).toEqual({ state: 'noop' });
    expect(handled).toHaveLength(1);
  });

  it('answers `running` when the wait is over before the act', async () => {
    let finish: (value: Measurement) => void = () => {};
    handle = () => new Promise((resolve) => (finish = resolve));
    const { body } = await call('POST', '/acts', { body: job });
    expect((await call('GET', `/acts/${body.id}?wait=0.05`)).body).toEqual({ state: 'running', id: body.id });
    finish(measured);
    expect((await call('GET', `/acts/${body.id}?wait=5`)).body.state).toBe('done');
  });

  it('aborts the open acts of an execution that ends, and waits until they cleaned up', async () => {
    let cleaned = false;
    handle = (_act, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () =>
          setTimeout(() => {
            cleaned = true;
            resolve({ ...measured, outcome: 'unknown', code: 'aborted', samples: [] });
          }, 20),
        );
      });
    const { body } = await call('POST', '/acts', { body: job });
    await gateway.endExecution('io');
    expect(cleaned).toBe(false);
    await gateway.endExecution('cpu');
    expect(cleaned).toBe(true);
    expect((await call('GET', `/acts/${body.id}`)).body).toMatchObject({ state: 'done', outcome: 'unknown', code: 'aborted' });
  });

  it('says `harness` for a handler that broke, and goes on', async () => {
    handle = () => Promise.reject(new Error('secret detail'));
    const { body } = await call('POST', '/acts', { body: job });
    const answer = await call('GET', `/acts/${body.id}?wait=5`);
    expect(answer.body).toMatchObject({ outcome: 'unknown', code: 'harness' });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('says 422 for what the config does not have', async () => {
    handle = () => {
      throw new RangeError('the target has no probe "x"');
    };
    expect(await call('POST', '/acts', { body: { ...job, act: 'probe', name: 'x' } })).toEqual({
      status: 422,
      body: { error: 'the target has no probe "x"' },
    });
  });

  it.each([
    ['a wrong token', { token: 'token-z', body: job }, 401],
    ['a foreign Host', { body: job, headers: { host: 'evil.example' } }, 421],
    ['a foreign Origin', { body: job, headers: { origin: 'https://evil.example' } }, 403],
    ['a foreign Sec-Fetch-Site', { body: job, headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['a body that is not JSON by name', { body: job, headers: { 'content-type': 'text/plain' } }, 415],
    ['a body that is not JSON', { raw: '{' }, 400],
    ['an argv', { body: { ...job, argv: ['rm'] } }, 400],
    ['a URL', { body: { act: 'probe', url: 'http://x', vu: 1, iteration: 0, n: 0 } }, 400],
    ['an unbounded number', { body: { ...job, vu: 1e12 } }, 400],
    ['a body over 64 KiB', { body: { ...job, name: 'x'.repeat(70_000) } }, 413],
  ])('refuses %s', async (_what, options, status) => {
    expect((await call('POST', '/acts', options)).status).toBe(status);
    expect(handled).toEqual([]);
  });

  it("does not show one execution's act to another", async () => {
    const { body } = await call('POST', '/acts', { body: job });
    expect((await call('GET', `/acts/${body.id}`, { token: 'token-b' })).status).toBe(404);
  });
});
