import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { writeQueue } from '../../src/store/write-queue.ts';
import type { CommitResult } from '../../src/store/write/observations.ts';
import type { Numbered } from '../../src/store/write/transactions.ts';
import { probe, recordingLog, T0 } from './store-fixture.ts';

/** Time passes when the test says so. */
function handClock() {
  const sleeping: { readonly ms: number; readonly wake: () => void }[] = [];
  const clock: Clock = {
    now: () => T0,
    monotonic: () => 0,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const entry = { ms, wake: resolve };
        sleeping.push(entry);
        signal?.addEventListener('abort', () => {
          sleeping.splice(sleeping.indexOf(entry), 1);
          reject(signal.reason as Error);
        });
      }),
  };
  const wake = async (): Promise<void> => {
    for (const { wake: go } of sleeping.splice(0)) go();
    await new Promise(setImmediate);
  };
  return { clock, sleeping, wake };
}

function setUp(commit: (batch: readonly Numbered[]) => Promise<CommitResult>) {
  const { clock, sleeping, wake } = handClock();
  const { log, lines } = recordingLog();
  const batches: number[][] = [];
  const queue = writeQueue({
    clock,
    log,
    groupMs: 2_000,
    commit: async (batch) => {
      batches.push(batch.map(({ seq }) => seq));
      return await commit(batch);
    },
  });
  const add = (...seqs: number[]): void => {
    for (const seq of seqs) queue.add({ seq, observation: probe() });
  };
  return { queue, add, batches, lines, sleeping, wake };
}

const fine = async (): Promise<CommitResult> => ({ lost: 0, problem: null, refused: [] });

describe('the write queue', () => {
  it('waits for the group time once and commits what gathered meanwhile', async () => {
    const { add, batches, sleeping, wake } = setUp(fine);
    add(1, 2, 3);
    expect([sleeping.map(({ ms }) => ms), batches]).toEqual([[2_000], []]);
    await wake();
    expect([sleeping, batches]).toEqual([[], [[1, 2, 3]]]);
    add(4);
    await wake();
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('commits at once on flush and lets no timer run on', async () => {
    const { queue, add, batches, sleeping } = setUp(fine);
    add(1);
    await queue.flush();
    expect([batches, sleeping]).toEqual([[[1]], []]);
    await queue.flush();
    expect(batches).toEqual([[1]]);
  });

  it('has one commit under way at a time, and gathers behind it', async () => {
    const release: (() => void)[] = [];
    const { queue, add, batches } = setUp(async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return await fine();
    });
    add(1);
    const first = queue.flush();
    await new Promise(setImmediate);
    add(2);
    const second = queue.flush();
    add(3);
    await new Promise(setImmediate);
    expect(batches).toEqual([[1]]);
    release.shift()?.();
    await first;
    await new Promise(setImmediate);
    expect(batches).toEqual([[1], [2, 3]]);
    release.shift()?.();
    await second;
  });

  it('counts and logs a commit that failed, and goes on', async () => {
    let calls = 0;
    const { queue, add, lines } = setUp(async () => {
      calls += 1;
      if (calls === 1) throw new Error('the thread has ended');
      return { lost: 1, problem: 'disk', refused: [{ metric: 'm', reason: 'r' }] };
    });
    add(1, 2);
    await queue.flush();
    expect(queue.lost).toBe(2);
    add(3, 4);
    await queue.flush();
    expect([queue.lost, queue.refused]).toEqual([3, 1]);
    expect(lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['error', { count: 2, lost: 2, problem: 'Error: the thread has ended' }],
      ['error', { count: 1, lost: 3, problem: 'disk' }],
      ['warn', { metric: 'm', reason: 'r' }],
    ]);
  });

  it('loses the newest rather than the memory when the disk stands still, and says so twice', async () => {
    const release: (() => void)[] = [];
    const { queue, lines, batches } = setUp(async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return await fine();
    });
    const observation = probe();
    for (let seq = 1; seq <= 100_003; seq += 1) queue.add({ seq, observation });
    expect([queue.lost, lines.length]).toEqual([3, 1]);
    const flushed = queue.flush();
    await new Promise(setImmediate);
    release.shift()?.();
    await flushed;
    expect(batches.map(({ length }) => length)).toEqual([100_000]);
    expect(lines.map(({ fields }) => fields)).toEqual([
      { lost: 1, problem: '100000 observations wait already' },
      { count: 3, lost: 3 },
    ]);
  });

  it('takes nothing after close, and close commits the rest', async () => {
    const { queue, add, batches } = setUp(fine);
    add(1);
    await queue.close();
    add(2);
    expect([batches, queue.lost]).toEqual([[[1]], 1]);
  });
});
