import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../src/core/errors.ts';
import { compiledEntry } from '../../src/core/entry.ts';
import { startThread } from '../../src/store/thread.ts';
import { afterTest, tempFolder } from './store-fixture.ts';

type Sums = {
  readonly add: (a: number, b: number) => number;
  readonly fail: (kind: 'harness' | 'plain') => void;
  readonly slow: (ms: number) => string;
  readonly die: () => void;
};

function entry(): string {
  const file = join(tempFolder(), 'sums.mjs');
  writeFileSync(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
     import { setTimeout as delay } from 'node:timers/promises';
     import { serveThread } from ${JSON.stringify(compiledEntry('src/store/thread.ts'))};
     import { HarnessError } from ${JSON.stringify(compiledEntry('src/core/errors.ts'))};
     serveThread(parentPort, async () => {
       if (workerData === 'shut') throw new HarnessError('no-data', 'nothing here', { hint: 'look elsewhere' });
       return { opened: workerData, methods: {
         add: (a, b) => a + b,
         fail: (kind) => { throw kind === 'harness' ? new HarnessError('unwritable', 'full', { place: 'a.db' }) : new RangeError('too far'); },
         slow: async (ms) => { await delay(ms); return 'slow'; },
         die: () => process.exit(3),
       } };
     });`,
  );
  return file;
}

async function sums(data: unknown = 'data') {
  const thread = await startThread<Sums, unknown>(entry(), data);
  afterTest(() => thread.stop().catch(() => {}));
  return thread;
}

describe('a thread', () => {
  it('opens with its options, answers, and ends by itself', async () => {
    const { opened, call, stop } = await sums();
    expect(opened).toBe('data');
    expect(await Promise.all([call('add', 1, 2), call('add', 3, 4)])).toEqual([3, 7]);
    await stop();
    await stop();
    await expect(call('add', 1, 2)).rejects.toThrow(/has ended/);
  });

  it('hands errors over as what they are', async () => {
    const { call } = await sums();
    const error = await call('fail', 'harness').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HarnessError);
    expect(error).toMatchObject({ code: 'unwritable', message: 'full', place: 'a.db', hint: undefined, exit: 3 });
    await expect(call('fail', 'plain')).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
    await expect(call('none' as 'add', 1, 2)).rejects.toThrow(/no method none/);
    await expect(call('add', 1, (() => {}) as unknown as number)).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await call('add', 1, 1)).toBe(2);
  });

  it('rejects when it cannot open or is not there, and leaves nothing running', async () => {
    await expect(sums('shut')).rejects.toMatchObject({ code: 'no-data', hint: 'look elsewhere' });
    await expect(startThread('/nowhere/thread.js', {})).rejects.toThrow(/nowhere/);
  });

  it('lets a quick call pass a slow one, and finishes the slow one before it stops', async () => {
    const { call, stop } = await sums();
    const order: unknown[] = [];
    const slow = call('slow', 50).then((value) => order.push(value));
    await call('add', 1, 1).then((value) => order.push(value));
    await Promise.all([slow, stop().then(() => order.push('stopped'))]);
    expect(order).toEqual([2, 'slow', 'stopped']);
  });

  it('rejects what it was asked when it dies', async () => {
    const { call } = await sums();
    const answers = await Promise.allSettled([call('slow', 60_000), call('die')]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('has ended') } });
  });
});
