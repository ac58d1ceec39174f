import { beforeEach, describe, expect, it } from 'vitest';
import { createIncidentFollower, type IncidentEvent, type WatchedProbe } from '../../src/incidents/incident-follower.ts';
import { isoTime } from '../../src/core/units.ts';
import type { IncidentRow, ObservationRow } from '../../src/store/rows.ts';
import { handClock, type HandClock } from '../fakes/hand-clock.ts';
import { memoryStore, type MemoryStore } from './memory-store.ts';

const probe: WatchedProbe = { target: 'cloud', probe: 'api', openAfter: 3, closeAfter: 2, everyMs: 1_000, timeoutMs: 2_000 };
const other: WatchedProbe = { ...probe, probe: 'port' };

let clock: HandClock;
let store: MemoryStore;
let events: IncidentEvent[];
let start: number;
beforeEach(() => {
  clock = handClock('2026-11-25T10:00:00Z');
  start = clock.now();
  store = memoryStore();
  events = [];
});

const follower = (probes: readonly WatchedProbe[] = [probe]): { look(): Promise<void> } =>
  createIncidentFollower(probes, { reader: store, journal: store, clock, tell: (event) => events.push(event) });

/** One look every `everyMs` from now on: `.` ok, `x` failed, `?` unknown, a space: nobody looked. The clock goes along. */
async function watch(signs: string, watched: WatchedProbe = probe): Promise<void> {
  for (const sign of signs) {
    if (sign !== ' ') {
      const outcome: ObservationRow['outcome'] = sign === 'x' ? 'failed' : sign === '?' ? 'unknown' : 'ok';
      store.add({ target: watched.target, key: watched.probe, at: clock.now(), outcome, code: outcome === 'ok' ? null : 'ECONNREFUSED' });
    }
    await clock.advance(watched.everyMs);
  }
}

const rows = (): readonly (readonly unknown[])[] =>
  store.rows.map(({ lastOkAt, firstBadAt, lastBadAt, firstOkAt, closedAt }: IncidentRow) => [
    ...[lastOkAt, firstBadAt, lastBadAt, firstOkAt].map((at) => (at === null ? null : (at - start) / 1e6)),
    closedAt === null ? 'open' : 'closed',
  ]);
const said = (): readonly string[] => events.map(({ kind, probe: { probe: name } }) => `${kind} ${name}`);

describe('the incident follower', () => {
  it('opens one after k failures, with both bounds of its start, and closes it after m successes', async () => {
    const { look } = follower();
    await watch('..xx');
    await look();
    expect(rows()).toEqual([]);
    await watch('x');
    await look();
    expect(rows()).toEqual([[1, 2, 4, null, 'open']]);
    await watch('xx.');
    await look();
    expect(rows()).toHaveLength(1);
    expect(rows()[0]?.at(-1)).toBe('open');
    await watch('.');
    await look();
    expect(rows()).toEqual([[1, 2, 6, 7, 'closed']]);
    expect(said()).toEqual(['opened api', 'closed api']);
    expect(events[0]).toMatchObject({ code: 'ECONNREFUSED', firstBadAt: start + 2e6 });
  });

  it('says nothing twice, however often it looks at the same', async () => {
    const { look } = follower();
    await watch('.xxx');
    await look();
    await look();
    await look();
    expect(rows()).toHaveLength(1);
    await watch('..');
    await look();
    await look();
    await follower().look();
    expect(rows()).toEqual([[0, 1, 3, 4, 'closed']]);
    expect(said()).toEqual(['opened api', 'closed api']);
  });

  it('keeps the start of an outage that is longer than what it reads', async () => {
    const { look } = follower();
    await watch('.xxx');
    await look();
    for (let minutes = 0; minutes < 240; minutes += 1) {
      await watch(`x${' '.repeat(59)}`);
      await look();
    }
    expect(rows()).toHaveLength(1);
    expect(rows()[0]?.slice(0, 2)).toEqual([0, 1]);
    // It reads the newest part only, not all four hours again and again.
    expect(store.asked.at(-1)?.from).toBeGreaterThan(clock.now() - 130e6);
    await watch('..');
    await look();
    expect(rows()).toEqual([[0, 1, 3 + 239 * 60 + 1, 4 + 240 * 60, 'closed']]);
  });

  it('writes down the last failure of an outage that lasts, once a minute', async () => {
    const { look } = follower();
    await watch('.xxx');
    await look();
    const before = store.written;
    for (let second = 0; second < 180; second += 1) {
      await watch('x');
      await look();
    }
    expect(store.written - before).toBe(3);
    expect(rows()[0]?.[2]).toBe(183);
  });

  it('goes on after a restart where the last one ended, also with an outage of hours', async () => {
    await watch('..xxxx');
    await follower().look();
    await watch('x'.repeat(30));
    await follower().look();
    expect(rows()).toEqual([[1, 2, 5, null, 'open']]);
    await clock.advance(5 * 3_600_000);
    await watch('xxx..');
    await follower().look();
    expect(rows()).toEqual([[1, 2, 38 + 5 * 3_600, 39 + 5 * 3_600, 'closed']]);
    expect(said()).toEqual(['opened api', 'closed api']);
  });

  it('finds what began and ended while it was not running, within the last hour', async () => {
    await watch('..xxxx....');
    await clock.advance(600_000);
    await follower().look();
    expect(rows()).toEqual([[1, 2, 5, 6, 'closed']]);
    expect(said()).toEqual(['opened api', 'closed api']);
  });

  it('takes no data for neither up nor down', async () => {
    const { look } = follower();
    await watch('...');
    await look();
    await clock.advance(3_600_000);
    await look();
    await watch('..xx');
    await look();
    await clock.advance(3_600_000);
    await watch('x..');
    await look();
    await watch('??????');
    await look();
    expect(rows()).toEqual([]);
    await watch('.xxx');
    await look();
    await clock.advance(3_600_000);
    await look();
    expect(rows().map((row) => row.at(-1))).toEqual(['open']);
    expect(said()).toEqual(['opened api']);
  });

  it('sees the outage of a probe that looks every hour', async () => {
    const hourly = { ...probe, everyMs: 3_600_000 };
    await watch('..xxx', hourly);
    await follower([hourly]).look();
    expect(rows()).toEqual([[3_600, 7_200, 14_400, null, 'open']]);
  });

  it('opens a second one after the first, and one for each probe', async () => {
    const { look } = follower([probe, other]);
    await watch('.xxx..');
    await look();
    await watch('xxx');
    await watch('xxx', other);
    await look();
    expect(rows().map((row) => row.at(-1))).toEqual(['closed', 'open', 'open']);
    expect(said()).toEqual(['opened api', 'closed api', 'opened api', 'opened port']);
    expect(rows()[1]?.slice(0, 2)).toEqual([5, 6]);
  });

  it('leaves out retries, other targets and other kinds of subjects', async () => {
    for (let second = 0; second < 5; second += 1) {
      const failed = { key: 'api', at: clock.now(), outcome: 'failed', code: 'x' } as const;
      store.add({ ...failed, target: 'cloud', attempt: 1 });
      store.add({ ...failed, target: 'elsewhere' });
      store.add({ ...failed, target: 'cloud', kind: 'job' });
      await clock.advance(1_000);
    }
    await follower().look();
    expect(rows()).toEqual([]);
  });

  it('closes one whose failures are not in the store any more', async () => {
    await watch('.xxx');
    await follower().look();
    store.forget();
    await watch('...');
    await follower().look();
    expect(rows()).toEqual([[0, 1, 3, 4, 'closed']]);
  });

  it('takes a look that was stored late into account', async () => {
    const { look } = follower();
    await watch('....');
    await look();
    const late = clock.now();
    await clock.advance(1_000);
    await watch('xx.');
    await look();
    expect(rows()).toEqual([]);
    // Another process commits up to ten seconds later: three in a row.
    store.add({ target: 'cloud', key: 'api', at: late, outcome: 'failed', code: 'timeout' });
    await look();
    expect(rows()).toEqual([[3, 4, 6, null, 'open']]);
    expect(isoTime(events[0]?.firstBadAt ?? 0)).toBe('2026-11-25T10:00:04.000Z');
  });
});
