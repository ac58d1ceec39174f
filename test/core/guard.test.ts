import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compiledEntry } from '../../src/core/entry.ts';
import { spawnGuarded, type Guarded } from '../../src/core/guard.ts';
import { GUARD_VARIABLE, hasSurvivors } from '../../src/core/guarded-processes.ts';
import { identifyProcess, isAlive } from '../../src/core/process-identity.ts';

const noProc = process.platform !== 'linux';
const env = { PATH: process.env.PATH ?? '' };
/** A process that SIGTERM does not end, with one child in its group and one in a session of its own. */
const STUBBORN = `
  process.on('SIGTERM', () => {});
  if (process.argv[1] === undefined) {
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', process.env.SELF, 'near'], { stdio: 'ignore' });
    spawn(process.execPath, ['-e', process.env.SELF, 'far'], { stdio: 'ignore', detached: true });
    setTimeout(() => console.log('ready'), 150);
  }
  setInterval(() => {}, 1000);
`;

let folder: string;
let guarded: Guarded[] = [];
let owners: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-guard-'));
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  await Promise.all(guarded.map((each) => each.end()));
  [guarded, owners] = [[], []];
  await rm(folder, { recursive: true, force: true });
});

async function start(argv: readonly [string, ...string[]], options: Partial<Parameters<typeof spawnGuarded>[1]> = {}): Promise<Guarded> {
  const child = await spawnGuarded(argv, { env, ...options });
  guarded.push(child);
  return child;
}

/** A process that owns guarded ones, to be killed; everything below it carries the mark. */
async function startOwner(body: string): Promise<{ owner: ChildProcess; mark: string }> {
  const mark = randomUUID();
  const file = join(folder, 'owner.mjs');
  await writeFile(file, `import { spawnGuarded } from ${JSON.stringify(compiledEntry('src/core/guard.ts'))};\n${body}`);
  const owner = spawn(process.execPath, [file], {
    env: { ...env, SELF: STUBBORN, [GUARD_VARIABLE]: mark },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  owners.push(owner);
  return { owner, mark };
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** Of /proc/PID/stat, from the third on: state, parent, group, session. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function goneWithin(ms: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await delay(20)) if (await condition()) return true;
  return condition();
}

describe('a guarded command', () => {
  test('passes its exit code on', async () => {
    const child = await start(['sh', '-c', 'exit 37']);
    expect(await child.ended).toEqual({ exitCode: 37, signal: null });
  });

  test('passes on the signal that ended it', async () => {
    const child = await start(['sh', '-c', 'kill -USR1 $$']);
    expect(await child.ended).toEqual({ exitCode: null, signal: 'SIGUSR1' });
  });

  test('delivers all it wrote, on both streams, to a reader that starts late', async () => {
    const bytes = 3 * 1024 * 1024;
    const child = await start([
      process.execPath,
      '-e',
      `process.stderr.write('e'.repeat(${bytes})); process.stdout.write(Buffer.alloc(${bytes}, 'abcdefg'))`,
    ]);
    await delay(100);
    const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    expect(sha256(out)).toBe(sha256('abcdefg'.repeat(bytes).slice(0, bytes)));
    expect(err).toHaveLength(bytes);
    expect((await child.ended).exitCode).toBe(0);
  });

  test('waits while nobody reads: what is not taken is not buffered here', async () => {
    const child = await start(['sh', '-c', 'head -c 4000000 /dev/zero; touch done'], { cwd: folder });
    await delay(300);
    await expect(readFile(join(folder, 'done'))).rejects.toThrow('ENOENT');
    child.stdout!.resume();
    await child.ended;
    expect(await readFile(join(folder, 'done'), 'utf8')).toBe('');
  });

  test('reads its stdin when asked for, else finds it empty', async () => {
    const child = await start(['cat'], { stdin: 'pipe' });
    child.stdin!.end('to the guarded one');
    expect(await text(child.stdout!)).toBe('to the guarded one');
    const closed = await start(['cat']);
    expect(closed.stdin).toBeNull();
    expect(await text(closed.stdout!)).toBe('');
  });

  test('sees the given environment and folder, and nothing of ours', async () => {
    process.env.GUARD_TEST_CANARY = 'leaks';
    const child = await start([process.execPath, '-p', 'JSON.stringify({ env: process.env, cwd: process.cwd() })'], {
      cwd: folder,
      env: { GIVEN: 'yes' },
    });
    delete process.env.GUARD_TEST_CANARY;
    const seen = JSON.parse(await text(child.stdout!)) as { env: Record<string, string>; cwd: string };
    expect(Object.keys(seen.env).toSorted()).toEqual([GUARD_VARIABLE, 'GIVEN']);
    expect(seen.cwd).toBe(folder);
  });

  test('that cannot be started rejects with the system code', async () => {
    await expect(spawnGuarded([join(folder, 'absent')], { env })).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(join(folder, 'plain'), 'no program', { mode: 0o644 });
    await expect(spawnGuarded([join(folder, 'plain')], { env })).rejects.toMatchObject({ code: 'EACCES' });
  });

  test('gets signals as a group', async () => {
    const child = await start(['sh', '-c', 'trap "echo got; exit 5" HUP; echo up; while :; do sleep 0.05; done']);
    child.stdout!.once('data', () => child.signal('SIGHUP'));
    expect(await child.ended).toEqual({ exitCode: 5, signal: null });
  });

  test('leads a process group and a session of its own', async ({ skip }) => {
    skip(noProc, 'looks into /proc');
    const child = await start(['sleep', '30']);
    const [ours, its] = await Promise.all(['/proc/self/stat', `/proc/${child.identity.pid}/stat`].map((path) => readFile(path, 'utf8')));
    expect(statFields(its!)[2]).toBe(String(child.identity.pid));
    expect(statFields(its!)[3]).toBe(String(child.identity.pid));
    expect(statFields(ours!)[3]).not.toBe(statFields(its!)[3]);
  });
});

describe('the end of a guarded command', () => {
  test('is its own affair within the grace time', async () => {
    const child = await start(['sh', '-c', 'trap "exit 9" TERM; echo up; while :; do sleep 0.05; done']);
    await once(child.stdout!, 'data');
    expect(await child.end()).toEqual({ exitCode: 9, signal: null });
  });

  test('comes by SIGKILL to what ignores SIGTERM, grandchildren and other sessions too', async ({ skip }) => {
    skip(noProc, 'looks into /proc');
    const child = await start([process.execPath, '-e', STUBBORN], { env: { ...env, SELF: STUBBORN } });
    await once(child.stdout!, 'data');
    const own = await readFile(`/proc/${child.identity.pid}/environ`, 'latin1');
    const mark = own
      .split('\0')
      .find((entry) => entry.startsWith(GUARD_VARIABLE))!
      .split(/[=:]/)
      .at(-1)!;
    expect(await child.end()).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect(hasSurvivors({ pgid: child.identity.pid, mark })).toBe(false);
  });

  test('takes along what a command left behind when it exited by itself', async () => {
    const child = await start(['sh', '-c', 'sleep 30 >/dev/null 2>&1 & echo $!']);
    const left = await identifyProcess(Number(await text(child.stdout!)));
    expect((await child.ended).exitCode).toBe(0);
    expect(left === undefined || !(await isAlive(left))).toBe(true);
  });

  test('comes when the signal aborts, also before the start', async () => {
    const abort = new AbortController();
    const child = await start(['sleep', '30'], { signal: abort.signal });
    abort.abort(new Error('enough'));
    expect(await child.ended).toEqual({ exitCode: null, signal: 'SIGTERM' });
    await expect(spawnGuarded(['sleep', '30'], { env, signal: abort.signal })).rejects.toThrow('enough');
  });

  test('follows when the guard itself is killed', async ({ skip }) => {
    skip(noProc, 'looks into /proc');
    const child = await start(['sleep', '30']);
    const stat = await readFile(`/proc/${child.identity.pid}/stat`, 'utf8');
    process.kill(Number(statFields(stat)[1]), 'SIGKILL');
    expect(await child.ended).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect(await goneWithin(1000, async () => !(await isAlive(child.identity)))).toBe(true);
  });
});

describe('when the owner dies', () => {
  test('by kill -9, nothing below it is alive two seconds later', async () => {
    const { owner, mark } = await startOwner(`
      const child = await spawnGuarded([process.execPath, '-e', process.env.SELF], { env: process.env });
      child.stdout.once('data', () => console.log('up'));
    `);
    await once(owner.stdout!, 'data');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(hasSurvivors({ pgid: owner.pid!, mark })).toBe(true);
    expect(await goneWithin(2000, () => !hasSurvivors({ pgid: owner.pid!, mark }))).toBe(true);
  });

  test.each([0, 5, 20, 40, 60])('by kill -9 %i ms after the guard was started, nothing stays', async (ms) => {
    const { owner, mark } = await startOwner(`
      void spawnGuarded([process.execPath, '-e', process.env.SELF], { env: process.env });
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${ms});
    `);
    await once(owner, 'exit');
    expect(await goneWithin(2000, () => !hasSurvivors({ pgid: owner.pid!, mark }))).toBe(true);
  });

  test('by exit, the command goes too', async () => {
    const { owner, mark } = await startOwner(`
      await spawnGuarded(['sleep', '30'], { env: process.env });
      process.exit(0);
    `);
    await once(owner, 'exit');
    expect(await goneWithin(2000, () => !hasSurvivors({ pgid: owner.pid!, mark }))).toBe(true);
  });

  test('Ctrl-C in its terminal reaches it and not the command', async () => {
    const { owner } = await startOwner(`
      const child = await spawnGuarded(['sleep', '30'], { env: process.env });
      process.on('SIGINT', () => setTimeout(() => console.log(JSON.stringify({ interrupted: true })), 200));
      process.stdin.resume();
      console.log(JSON.stringify(child.identity));
    `);
    const [first] = (await once(owner.stdout!, 'data')) as [Buffer];
    const identity = JSON.parse(String(first)) as Parameters<typeof isAlive>[0];
    process.kill(-owner.pid!, 'SIGINT');
    const [second] = (await once(owner.stdout!, 'data')) as [Buffer];
    expect(JSON.parse(String(second))).toEqual({ interrupted: true });
    expect(await isAlive(identity)).toBe(true);
    owner.kill('SIGKILL');
    expect(await goneWithin(2000, async () => !(await isAlive(identity)))).toBe(true);
  });
});
