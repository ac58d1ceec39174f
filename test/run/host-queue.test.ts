import { describe, expect, it } from 'vitest';
import { createHostQueue } from '../../src/run/host-queue.ts';

const never = new AbortController().signal;

describe('createHostQueue', () => {
  it('runs one at a time on a host, in order, and hosts side by side', async () => {
    const queue = createHostQueue();
    const log: string[] = [];
    const work = (host: string, name: string, ms: number) =>
      queue.run(host, never, async () => {
        log.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, ms));
        log.push(`${name} out`);
      });
    await Promise.all([work('a', 'a1', 20), work('a', 'a2', 1), work('b', 'b1', 1)]);
    expect(log.filter((line) => line.startsWith('a'))).toEqual(['a1 in', 'a1 out', 'a2 in', 'a2 out']);
    expect(log.indexOf('b1 out')).toBeLessThan(log.indexOf('a1 out'));
  });

  it('passes a failure on and goes on with the next', async () => {
    const queue = createHostQueue();
    const first = queue.run('a', never, () => Promise.reject(new Error('broken')));
    const second = queue.run('a', never, () => Promise.resolve('fine'));
    await expect(first).rejects.toThrow('broken');
    await expect(second).resolves.toBe('fine');
  });

  it('does not start what was aborted while it waited', async () => {
    const queue = createHostQueue();
    const abort = new AbortController();
    let started = false;
    const first = queue.run('a', never, () => new Promise<void>((resolve) => setTimeout(resolve, 20)));
    const second = queue.run('a', abort.signal, () => {
      started = true;
      return Promise.resolve();
    });
    abort.abort(new Error('over'));
    await first;
    await expect(second).rejects.toThrow('over');
    expect(started).toBe(false);
  });
});
