import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { within } from '../../collectors/within.ts';
import { systemClock as clock } from '../../src/core/clock.ts';

const never = new Promise<never>(() => {});

/** Fails only once nobody waits for it. */
const late = (own: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => own.addEventListener('abort', () => reject(new Error('late')), { once: true }));

describe('within', () => {
  test('gives the value, and then releases what was opened', async () => {
    const released: string[] = [];
    const { signal } = new AbortController();
    const ending = await within(
      (own) => {
        own.addEventListener('abort', () => released.push('released'));
        return Promise.resolve(7);
      },
      { clock, signal, timeoutMs: 1000 },
    );
    expect(ending).toEqual({ how: 'done', value: 7 });
    expect(released).toEqual(['released']);
  });

  test('gives the error that was thrown', async () => {
    const error = new Error('own');
    const { signal } = new AbortController();
    expect(await within(() => Promise.reject(error), { clock, signal, timeoutMs: 1000 })).toEqual({ how: 'threw', error });
    const sudden = (): Promise<never> => {
      throw error;
    };
    expect(await within(sudden, { clock, signal, timeoutMs: 1000 })).toEqual({ how: 'threw', error });
  });

  test('ends at its limit', async () => {
    expect(await within(() => never, { clock, signal: new AbortController().signal, timeoutMs: 20 })).toEqual({ how: 'timeout' });
  });

  test('ends at the abort, and does not start after one', async () => {
    const controller = new AbortController();
    const waiting = within(() => never, { clock, signal: controller.signal, timeoutMs: 10_000 });
    controller.abort();
    expect(await waiting).toEqual({ how: 'aborted' });
    const started = within(() => Promise.resolve('started'), { clock, signal: controller.signal, timeoutMs: 10_000 });
    expect(await started).toEqual({ how: 'aborted' });
  });

  test('is not disturbed by work that fails after the end', async () => {
    expect(await within(late, { clock, signal: new AbortController().signal, timeoutMs: 10 })).toEqual({ how: 'timeout' });
    await clock.sleep(5);
  });

  test('leaves nothing on a signal that lives long', async () => {
    const { signal } = new AbortController();
    for (let n = 0; n < 20; n += 1) await within(() => Promise.resolve(n), { clock, signal, timeoutMs: 1000 });
    await within(() => never, { clock, signal, timeoutMs: 5 });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
