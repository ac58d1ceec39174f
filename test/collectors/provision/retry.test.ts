import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limited } from '../../../collectors/provision/limited.ts';
import { DEFAULT_LIMITS } from '../../../collectors/provision/provision-deps.ts';
import { backoffMs, retryCall, type CallDeps } from '../../../collectors/provision/retry.ts';
import { ProviderError, type ApiCall, type CallContext } from '../../../src/core/provider.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { handClock } from '../../fakes/hand-clock.ts';

const busy = new ProviderError('busy', { code: 'http_503', retryable: true });
const denied = new ProviderError('denied', { code: 'forbidden', retryable: false });

function setUp(signal = new AbortController().signal) {
  const clock = handClock();
  const calls: ApiCall[] = [];
  const deps: CallDeps = { clock, random: seededRandom(5), signal, limits: DEFAULT_LIMITS, report: (call) => calls.push(call) };
  /** Fails with these in turn, then works. */
  const failing =
    (...errors: readonly Error[]) =>
    async ({ report }: CallContext): Promise<string> => {
      const error = errors[calls.length];
      report({ operation: 'list', at: clock.now(), tookUs: 1, attempt: 0, outcome: error === undefined ? 'ok' : 'failed' });
      if (error !== undefined) throw error;
      return 'done';
    };
  return { clock, calls, deps, failing };
}

describe('a call that may be tried again', () => {
  test('is, with its attempts counted, until it works', async () => {
    const { clock, calls, deps, failing } = setUp();
    const going = retryCall(failing(busy, busy), deps);
    await clock.advance(60_000);
    expect(await going).toBe('done');
    expect(calls.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [0, 'failed'],
      [1, 'failed'],
      [2, 'ok'],
    ]);
  });

  test('is given up after the last attempt, with the last error', async () => {
    const { clock, calls, deps, failing } = setUp();
    const going = retryCall(failing(busy, busy, busy, busy, busy), deps).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await going).toBe(busy);
    expect(calls).toHaveLength(DEFAULT_LIMITS.attempts);
  });

  test('is not tried again when that cannot help, nor after an error of ours', async () => {
    for (const error of [denied, new RangeError('ours')]) {
      const { calls, deps, failing } = setUp();
      await expect(retryCall(failing(error), deps)).rejects.toBe(error);
      expect(calls).toHaveLength(1);
    }
  });

  test('stops waiting when the signal fires', async () => {
    const abort = new AbortController();
    const { deps, failing, calls } = setUp(abort.signal);
    const going = retryCall(failing(busy), deps).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('enough'));
    expect(await going).toMatchObject({ message: 'enough' });
    expect(calls).toHaveLength(1);
  });
});

test('the wait before a retry is anything under a ceiling that doubles up to ten seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
      const wait = backoffMs(attempt, () => chance);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(10_000, 200 * 2 ** (attempt - 1)));
    }),
  );
  expect(backoffMs(3, () => 0.5)).toBe(400);
  expect(backoffMs(30, () => 0.5)).toBe(5000);
});

/** Ends only by its signal. */
const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

describe('limited work', () => {
  test('ends by a TimeoutError at its limit', async () => {
    const { clock, deps } = setUp();
    const going = limited(500, deps, forever).catch((error: unknown) => error);
    await clock.advance(499);
    await clock.advance(1);
    expect(await going).toMatchObject({ name: 'TimeoutError', message: 'not done within 500 ms' });
  });

  test("ends by the caller's own reason, also when that came first", async () => {
    const abort = new AbortController();
    const { deps } = setUp(abort.signal);
    const going = limited(500, deps, forever).catch((error: unknown) => error);
    abort.abort(new Error('given up'));
    expect(await going).toMatchObject({ message: 'given up' });
    await limited(500, deps, async (signal) => expect(signal.aborted).toBe(true));
  });

  test('leaves nothing attached to the signal of the caller', async () => {
    const { deps } = setUp();
    let listeners = 0;
    const add = deps.signal.addEventListener.bind(deps.signal);
    const remove = deps.signal.removeEventListener.bind(deps.signal);
    const signal = Object.assign(deps.signal, {
      addEventListener: (...given: Parameters<typeof add>) => ((listeners += 1), add(...given)),
      removeEventListener: (...given: Parameters<typeof remove>) => ((listeners -= 1), remove(...given)),
    });
    expect(await limited(500, { ...deps, signal }, async () => 7)).toBe(7);
    await limited(500, { ...deps, signal }, () => Promise.reject(busy)).catch(() => {});
    expect(listeners).toBe(0);
  });
});
