import { execFileSync } from 'node:child_process';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localProvider, openLocal } from '../../../collectors/providers/local/adapter.ts';
import { FAULTS_VARIABLE, type FaultRules } from '../../../collectors/providers/local/faults.ts';
import { userDataOf } from '../../../collectors/providers/user-data.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { describeProvider } from './contract.ts';
import { filesBelow, localFolder, until, watchedContext } from './local-folder.ts';

const DRIVE = { name: 'evk-s-r-d1', expiresAt: 1, image: 'base', sizeBytes: 1024 * 1024 };
const SERVER = { name: 'evk-s-r-s1', expiresAt: 1, flavour: 'small', userData: userDataOf('0123456789abcdef') };

let folder: Awaited<ReturnType<typeof localFolder>>;
let provider: Provider | undefined;

beforeEach(async () => {
  folder = await localFolder();
});
afterEach(async () => {
  await provider?.close();
  provider = undefined;
  await folder.remove();
});

async function open(faults?: FaultRules): Promise<Provider> {
  return (provider = await openLocal(folder.deps, faults));
}

describeProvider('local', () => openLocal(folder.deps));

test('tells when it took an order and when it had done it, anew for each order', async () => {
  const cloud = await open([{ operation: 'clone', fault: { does: 'stuck', ms: 120 } }]);
  const drive = await cloud.clone(DRIVE, watchedContext());
  expect((await cloud.inspect('drive', drive.id, watchedContext())).times).toBeUndefined();
  const { times } = await until(cloud, 'drive', drive.id, 'ready');
  expect((times?.doneAt ?? 0) - (times?.orderedAt ?? 0)).toBeGreaterThanOrEqual(115_000);

  const { id } = await cloud.create({ ...SERVER, driveId: drive.id }, watchedContext());
  const made = await until(cloud, 'server', id, 'stopped');
  await cloud.start(id, watchedContext());
  const running = await until(cloud, 'server', id, 'running');
  expect(running.times?.orderedAt).toBeGreaterThanOrEqual(made.times?.doneAt ?? Infinity);
  expect(running.times?.doneAt).toBeGreaterThan(running.times?.orderedAt ?? Infinity);
});

describe('the doors of the local API', () => {
  interface Asked {
    readonly path?: string;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }

  async function ask({ path = '/v1', method = 'GET', headers = {}, body }: Asked): Promise<{ status: number; code: string }> {
    const { endpoint, endpointAuth } = provider ?? (await open());
    const url = new URL(path, endpoint);
    const sent = { authorization: endpointAuth?.value ?? '', host: url.host, ...headers };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: url.hostname, port: url.port, path: url.pathname, method, headers: sent }, resolve).on('error', reject).end(body);
    });
    const text = (await answer.toArray()).join('');
    return { status: answer.statusCode ?? 0, code: (JSON.parse(text) as { error?: { code: string } }).error?.code ?? '' };
  }
  const json = { 'content-type': 'application/json' };

  test.each<[string, Asked, number]>([
    ['a GET with the right token', {}, 200],
    ['no token', { headers: { authorization: '' } }, 401],
    ['a wrong token', { headers: { authorization: 'Bearer wrong' } }, 401],
    ['a foreign Host', { headers: { host: 'evil.example:80' } }, 421],
    ['localhost by name', { headers: { host: 'localhost' } }, 421],
    ['a foreign Origin', { headers: { origin: 'https://evil.example' } }, 403],
    ['a page of another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['a form', { method: 'POST', path: '/v1/drives', headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
    ['a body over 64 KiB', { method: 'POST', path: '/v1/drives', headers: json, body: ' '.repeat(65_537) }, 413],
    ['a body that is not JSON', { method: 'POST', path: '/v1/drives', headers: json, body: '{' }, 400],
    [
      'a body with a foreign key',
      { method: 'POST', path: '/v1/images', headers: json, body: '{"image":"x","size_bytes":4096,"path":"/"}' },
      400,
    ],
    ['an image that is a path', { method: 'POST', path: '/v1/images', headers: json, body: '{"image":"../x","size_bytes":4096}' }, 400],
    ['a path that is not there', { path: '/v1/nonesuch' }, 404],
  ])('%s', async (_name, asked, status) => {
    // node:http sets no length by itself when the body is empty, and the door wants one.
    const length = asked.body === undefined ? {} : { 'content-length': String(asked.body.length) };
    expect(await ask({ ...asked, headers: { ...length, ...asked.headers } })).toMatchObject({ status });
    expect([...(await filesBelow(folder.deps.stateDir)).keys()]).toEqual([]);
  });

  test('a drive that a server holds cannot be removed, nor given to another', async () => {
    const local = await open();
    const context = watchedContext();
    const drive = await local.clone(DRIVE, context);
    await expect(local.create({ ...SERVER, driveId: drive.id }, context)).rejects.toMatchObject({ code: 'conflict' });
    await until(local, 'drive', drive.id, 'ready');
    await local.create({ ...SERVER, driveId: drive.id }, context);
    await expect(local.remove('drive', drive.id, context)).rejects.toMatchObject({ code: 'conflict', retryable: false });
    await expect(local.create({ ...SERVER, driveId: drive.id }, context)).rejects.toMatchObject({ code: 'conflict' });
    await expect(local.create({ ...SERVER, driveId: 'nonesuch' }, context)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('the adapter says what a dead API is: refused, and worth another try', async () => {
    const local = await open();
    await local.close();
    provider = undefined;
    const context = watchedContext();
    const dead = await openLocal(folder.deps);
    const { endpoint } = dead;
    await dead.close();
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    await expect(local.list('', context)).rejects.toMatchObject({ name: 'ProviderError' });
    expect(context.calls).toMatchObject([{ operation: 'list', outcome: 'failed' }]);
  });
});

describe('secrets of the local provider', () => {
  test('are in no file and in no process list', async () => {
    const local = await open();
    const context = watchedContext();
    const canary = 'canary-0123456789abcdef';
    const { id } = await local.create({ ...SERVER, userData: userDataOf(canary) }, context);
    await until(local, 'server', id, 'stopped');
    await local.start(id, context);
    const state = await until(local, 'server', id, 'running');
    const channel = await local.connect(state, canary, context.signal);
    expect((await channel.exec(['env'], { signal: context.signal, timeoutMs: 2000 })).stdout).not.toContain(canary);
    const token = local.endpointAuth!.value.replace('Bearer ', '');
    const processes = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
    const files = [...(await filesBelow(folder.deps.stateDir)).values()].map(String);
    expect(files.length).toBeGreaterThan(0);
    for (const secret of [canary, token]) expect([processes, ...files].filter((text) => text.includes(secret))).toEqual([]);
    await channel.close();
  });
});

describe('injected faults', () => {
  test('cannot come by config or by environment', async () => {
    expect(localProvider.settings.safeParse({}).success).toBe(true);
    for (const key of ['faults', 'apiDelay', 'delay']) expect(localProvider.settings.safeParse({ [key]: [] }).success).toBe(false);
    process.env[FAULTS_VARIABLE] = '[]';
    await expect(localProvider.open({}, folder.deps)).rejects.toMatchObject({ name: 'HarnessError', code: 'usage' });
    delete process.env[FAULTS_VARIABLE];
    provider = await localProvider.open({}, folder.deps);
    expect(await provider.list('', watchedContext())).toEqual([]);
  });

  test('answer one call in so many with the given code, carried out or not', async () => {
    const answer = { does: 'answer', status: 503, code: 'max_retries_exceeded' } as const;
    const local = await open([
      { operation: 'list', every: 3, skip: 1, fault: answer },
      { operation: 'clone', count: 1, fault: { ...answer, performed: true } },
    ]);
    const context = watchedContext();
    for (let n = 0; n < 6; n += 1) await local.list('', context).catch(() => {});
    expect(context.calls.map(({ code }) => code)).toEqual([undefined, answer.code, undefined, undefined, answer.code, undefined]);
    expect(context.calls[1]?.evidence?.body).toMatch(/^HTTP 503\n.*\n\n\{"error":\{"code":"max_retries_exceeded"/);
    await expect(local.clone(DRIVE, context)).rejects.toMatchObject({ code: 'max_retries_exceeded', retryable: true });
    expect(await local.list('evk-', watchedContext())).toMatchObject([{ name: DRIVE.name, kind: 'drive' }]);
  });

  test('make work slow, stuck, failing or told wrong', async () => {
    const local = await open([
      { operation: 'clone', count: 1, fault: { does: 'fail', code: 'no_space', message: 'the pool is full' } },
      { operation: 'clone', skip: 1, count: 1, fault: { does: 'stuck' } },
      { operation: 'clone', skip: 2, count: 1, fault: { does: 'slow', factor: 10 } },
      { operation: 'create', fault: { does: 'stuck', ms: 100 } },
      { operation: 'inspect', skip: 1, count: 1, fault: { does: 'report', status: 'running' } },
    ]);
    const context = watchedContext();
    const failing = await local.clone(DRIVE, context);
    const stuck = await local.clone(DRIVE, context);
    const slow = await local.clone({ ...DRIVE, sizeBytes: 16 * 1024 * 1024 }, context);
    const plain = await local.clone({ ...DRIVE, sizeBytes: 16 * 1024 * 1024 }, context);
    await until(local, 'drive', plain.id, 'ready');
    expect(await local.inspect('drive', slow.id, context)).toMatchObject({ status: 'pending' });
    expect(await until(local, 'drive', failing.id, 'failed')).toMatchObject({ code: 'no_space', message: 'the pool is full' });
    await until(local, 'drive', slow.id, 'ready');
    expect(await local.inspect('drive', stuck.id, context)).toMatchObject({ status: 'pending' });
    await local.remove('drive', stuck.id, context);
    await until(local, 'drive', stuck.id, 'gone');
  });

  test('hang up in the middle of an answer: a lost answer, worth another try', async () => {
    const local = await open([{ operation: 'list', count: 1, fault: { does: 'hang-up' } }]);
    const context = watchedContext();
    await expect(local.list('', context)).rejects.toMatchObject({ code: 'ECONNRESET', retryable: true });
    expect(await local.list('', context)).toEqual([]);
  });

  test('delay an answer beyond the limit of a call: outcome failed, code timeout', async () => {
    const local = await open([{ operation: 'list', count: 1, fault: { does: 'delay', ms: 5000 } }]);
    const context = { ...watchedContext(), signal: AbortSignal.timeout(100) };
    await expect(local.list('', context)).rejects.toMatchObject({ code: 'timeout' });
    expect(context.calls).toMatchObject([{ outcome: 'failed', code: 'timeout' }]);
  });
});
