import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { identifyProcess, isAlive, signalIdentified } from '../../src/core/process-identity.ts';

const sleepers: ReturnType<typeof spawn>[] = [];

function sleeper(): ReturnType<typeof spawn> {
  const child = spawn('sleep', ['30'], { detached: true });
  sleepers.push(child);
  return child;
}

afterEach(() => {
  for (const child of sleepers.splice(0)) child.kill('SIGKILL');
});

test('knows this process, twice the same', async () => {
  const first = await identifyProcess(process.pid);
  expect(first).toMatchObject({ pid: process.pid });
  expect(await identifyProcess(process.pid)).toEqual(first);
  expect(await isAlive(first!)).toBe(true);
});

test('knows nothing of numbers that are no process', async () => {
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 22 + 1]) expect(await identifyProcess(pid)).toBeUndefined();
});

test('does not signal a process that merely has the same number', async () => {
  const child = sleeper();
  const identity = (await identifyProcess(child.pid!))!;
  expect(await signalIdentified({ ...identity, started: `${identity.started}1` }, 'SIGKILL', { group: true })).toBe(false);
  expect(await signalIdentified({ ...identity, boot: 'another' }, 'SIGKILL', { group: true })).toBe(false);
  expect(await isAlive(identity)).toBe(true);
});

test('signals the one it knows, and then finds it gone', async () => {
  const child = sleeper();
  const identity = (await identifyProcess(child.pid!))!;
  expect(await signalIdentified(identity, 'SIGKILL', { group: true })).toBe(true);
  await once(child, 'exit');
  expect(await isAlive(identity)).toBe(false);
  expect(await signalIdentified(identity, 'SIGKILL', { group: true })).toBe(false);
});
