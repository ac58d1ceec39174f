import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLocal } from '../../../collectors/providers/local/adapter.ts';
import { userDataOf } from '../../../collectors/providers/user-data.ts';
import { DEFAULT_LIMITS, type ProvisionDeps } from '../../../collectors/provision/provision-deps.ts';
import { reap } from '../../../collectors/provision/reap.ts';
import { compiledEntry } from '../../../src/core/entry.ts';
import { GUARD_VARIABLE, hasSurvivors } from '../../../src/core/guarded-processes.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../../src/core/process-identity.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { filesBelow, localFolder, until, watchedContext } from './local-folder.ts';

let folder: Awaited<ReturnType<typeof localFolder>>;
let open: Provider[] = [];
let children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await localFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map((provider) => provider.close()));
  await folder.remove();
});

async function openOne(): Promise<Provider> {
  const provider = await openLocal(folder.deps);
  open.push(provider);
  return provider;
}

function depsOf(provider: Provider): ProvisionDeps {
  const { clock, random } = folder.deps;
  return { provider, ledger: memoryLedger(), clock, random, limits: { ...DEFAULT_LIMITS, pollMs: 20 }, ...watchedContext() };
}

/** A process that rents two machines, runs a command on one that SIGTERM does not end, and waits to be killed. */
const OWNER = `
  import { openLocal } from ${JSON.stringify(compiledEntry('collectors/providers/local/adapter.ts'))};
  import { rent } from ${JSON.stringify(compiledEntry('collectors/provision/rent.ts'))};
  import { DEFAULT_LIMITS } from ${JSON.stringify(compiledEntry('collectors/provision/provision-deps.ts'))};
  import { systemClock } from ${JSON.stringify(compiledEntry('src/core/clock.ts'))};
  import { silentLog } from ${JSON.stringify(compiledEntry('src/core/log.ts'))};
  const provider = await openLocal({ clock: systemClock, random: Math.random, log: silentLog, stateDir: process.argv[2], secret: () => '' });
  const nothing = async () => {};
  const ledger = { intend: nothing, created: nothing, releasing: nothing, gone: nothing, lost: nothing };
  const signal = new AbortController().signal;
  const deps = { provider, ledger, clock: systemClock, random: Math.random, signal, limits: { ...DEFAULT_LIMITS, pollMs: 20 }, report: () => {} };
  const one = (n) => rent({ names: { drive: 'evk-s-r-d' + n, server: 'evk-s-r-s' + n }, expiresAt: 1, image: 'base', flavour: 'small', driveBytes: 1048576 }, deps);
  const [first] = await Promise.all([one(1), one(2)]);
  void first.machine.channel.exec(['sh', '-c', 'trap "" TERM; setsid sleep 61 & sleep 62; sleep 63'], { signal, timeoutMs: 100000 });
  setTimeout(() => console.log('rented'), 200);
`;

async function startOwner(): Promise<{ owner: ChildProcess; mark: string }> {
  const mark = randomUUID();
  const file = join(folder.deps.stateDir, 'owner.mjs');
  await writeFile(file, OWNER);
  const owner = spawn(process.execPath, [file, folder.deps.stateDir], {
    env: { PATH: process.env.PATH, [GUARD_VARIABLE]: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(owner);
  await once(owner.stdout, 'data');
  return { owner, mark };
}

describe('a local provider whose owner is killed', () => {
  test('is gone within two seconds with all its instances and their commands; the next one finds and removes what is left', async ({
    skip,
  }) => {
    skip(process.platform !== 'linux', 'looks into /proc');
    const { owner, mark } = await startOwner();
    const below = { pgid: owner.pid ?? 0, mark };
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const killedAt = performance.now();
    while (hasSurvivors(below) && performance.now() < killedAt + 2000) await delay(20);
    expect(hasSurvivors(below)).toBe(false);

    const next = await openOne();
    const found = await next.list('evk-', watchedContext());
    expect(found.map(({ name, status }) => `${name} ${status}`).toSorted()).toEqual([
      'evk-s-r-d1 ready',
      'evk-s-r-d2 ready',
      'evk-s-r-s1 stopped',
      'evk-s-r-s2 stopped',
    ]);
    const owed = found.map(({ name, kind }) => ({ name, kind }));
    const deps = depsOf(next);
    for (const { name, kind } of owed) await deps.ledger.intend({ name, kind, expiresAt: 1 });
    const reaped = await reap({ storeUid: 's', owed, isHeld: () => false, foreign: false }, deps);
    expect(reaped).toMatchObject({ left: [], failed: [] });
    expect(reaped.reaped).toHaveLength(4);
    expect(await next.list('', watchedContext())).toEqual([]);
    const rest = [...(await filesBelow(folder.deps.stateDir)).keys()].map((path) => path.slice(folder.deps.stateDir.length + 1));
    expect(rest.toSorted()).toEqual(['images/base-1048576.img', 'images/base-1048576.img.sha256', 'owner.mjs']);
  });

  test('keeps what another living one has rented out of the hands of the next', async () => {
    const { owner } = await startOwner();
    const beside = await openOne();
    expect(await beside.list('', watchedContext())).toEqual([]);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const context = watchedContext();
    let found = await beside.list('', context);
    while (found.length === 0) {
      await delay(20);
      found = await beside.list('', context);
    }
    expect(found).toHaveLength(4);
    expect((await (await openOne()).list('', context)).length).toBe(0);
  });
});

describe('a local provider that starts again', () => {
  const SERVER = { name: 'evk-s-r-s1', expiresAt: 1, flavour: 'small', userData: userDataOf('0123456789abcdef') };

  async function leave(process_: { pid: number; started: string; boot: string }): Promise<void> {
    // The home of a process that cannot be alive: numbers beyond any limit are never given out.
    const home = join(folder.deps.stateDir, 'homes', '99999999-0123456789abcdef-0', 'resources');
    await mkdir(home, { recursive: true });
    const value = { id: 'left', kind: 'server', name: SERVER.name, status: 'running', expires_at: 1, drive: null, process: process_ };
    await writeFile(join(home, 'left.json'), JSON.stringify(value));
    await writeFile(join(home, 'torn.json'), '{"id":');
  }

  test('ends a recorded process only if it is still that one', async () => {
    const child = spawn('sleep', ['30'], { detached: true });
    children.push(child);
    const identity = (await identifyProcess(child.pid ?? 0)) as ProcessIdentity;
    await leave({ ...identity, started: `${identity.started}0` });
    const first = await openOne();
    expect(await first.list('', watchedContext())).toMatchObject([{ id: 'left', status: 'stopped' }]);
    expect(await isAlive(identity)).toBe(true);
    await first.close();
    open = [];

    await leave(identity);
    const exit = once(child, 'exit');
    await openOne();
    await exit;
    expect(await isAlive(identity)).toBe(false);
  });

  test('does not start a server whose user data went with the process before', async () => {
    await leave({ pid: 99_999_999, started: '1', boot: 'x' });
    const provider = await openOne();
    await expect(provider.start('left', watchedContext())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('after a plain close leaves no process, and nothing on disk when nothing was rented', async () => {
    const provider = await openOne();
    await provider.close();
    open = [];
    expect(await readdir(join(folder.deps.stateDir, 'homes'))).toEqual([]);
  });

  test('says that a server has stopped when its instance was killed', async () => {
    const provider = await openOne();
    const context = watchedContext();
    const { id } = await provider.create(SERVER, context);
    await until(provider, 'server', id, 'stopped');
    await provider.start(id, context);
    await until(provider, 'server', id, 'running');
    const pid = await vi.waitUntil(async () => {
      const [record] = [...(await filesBelow(folder.deps.stateDir))].filter(([path]) => path.endsWith(`${id}.json`));
      return (JSON.parse(String(record![1])) as { process?: { pid: number } }).process?.pid;
    });
    process.kill(pid, 'SIGKILL');
    expect(await until(provider, 'server', id, 'stopped')).toMatchObject({ code: 'instance_ended' });
  });
});
