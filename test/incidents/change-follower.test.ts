import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createChangeFollower } from '../../src/incidents/change-follower.ts';
import type { SeriesChange } from '../../src/incidents/watched-series.ts';
import type { StoreReader, StoreWriter } from '../../src/store/api.ts';
import { gaussian } from '../analysis/simulate.ts';
import {
  job,
  probe,
  recordingLog,
  runStart,
  T0,
  tempPlace,
  testReader,
  testWriter,
  type LogLine,
  type Place,
} from '../store/store-fixture.ts';

const FIVE_MINUTES = 300e6;
const HOUR = 3_600e6;

/** Looks every five minutes, as the watch stores them; from `shiftAt` on slower by `by`. */
function looks(count: number, { shiftAt = Infinity, by = 0.5, seed = 3, key = 'resolver' } = {}) {
  const normal = gaussian(seed);
  const values = Array.from({ length: count }, (_, index) => 0.02 * Math.exp(0.1 * normal() + (index < shiftAt ? 0 : Math.log(1 + by))));
  return values.map((value, index) =>
    probe({
      subject: { kind: 'probe', key },
      at: T0 + index * FIVE_MINUTES,
      samples: [{ metric: 'probe_duration_seconds', tags: { probe: key, probe_kind: 'dns', phase: 'total' }, value }],
    }),
  );
}

interface Following {
  readonly told: (SeriesChange & { readonly judgement: number })[];
  readonly lines: LogLine[];
  look(): Promise<void>;
}

function follow(reader: StoreReader, journal: Pick<StoreWriter, 'judge'>): Following {
  const told: Following['told'] = [];
  const { log, lines } = recordingLog();
  const follower = createChangeFollower({ reader, journal, clock: systemClock, log, tell: (change) => told.push(change) });
  return { told, lines, look: () => follower.look() };
}

async function stored(place: Place) {
  const writer = await testWriter(place, { kind: 'up' });
  const reader = await testReader(place);
  const put = async (observations: readonly ReturnType<typeof probe>[]): Promise<void> => {
    for (const observation of observations) writer.observe(observation);
    await writer.flush();
  };
  return { writer, reader, put };
}

it('a probe that became slower is one judgement, which says when and by how much', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const { told, look, lines } = follow(reader, writer);
  const all = [...looks(400, { shiftAt: 340 }), ...looks(400, { key: 'steady', seed: 9 })];
  await look();
  for (let from = 0; from < all.length; from += 100) {
    await put(all.slice(from, from + 100));
    await look();
  }
  const [judgement, ...others] = await reader.judgements({});
  expect(others).toEqual([]);
  expect(judgement).toMatchObject({
    kind: 'change',
    metric: 'probe_duration_seconds',
    target: 'local',
    tags: { probe: 'resolver' },
    baseline: null,
  });
  const result = judgement?.result as unknown as {
    readonly [key in 'since' | 'alarmAt']: number;
  } & {
    readonly size: { readonly value: number };
    readonly before: { readonly median: number };
    readonly after: { readonly median: number };
  };
  expect(Math.abs(result.since - (T0 + 340 * FIVE_MINUTES))).toBeLessThanOrEqual(3 * FIVE_MINUTES);
  expect(result).toMatchObject({ direction: 'up', earliestAt: expect.any(Number), latestAt: expect.any(Number) });
  expect(result.size.value).toBeGreaterThan(1.35);
  expect(result.size.value).toBeLessThan(1.65);
  expect(result.alarmAt).toBeLessThan(T0 + 370 * FIVE_MINUTES);
  expect(result.after.median / result.before.median).toBeGreaterThan(1.3);
  expect(told.map(({ judgement: id, name }) => [id, name.tags['probe']])).toEqual([[judgement?.id, 'resolver']]);
  expect(lines.filter(({ level }) => level !== 'debug')).toEqual([]);
});

it('a restart tells nothing twice, finds what was stored meanwhile, and goes on as if there had been none', async () => {
  const all = looks(700, { shiftAt: 300 });
  for (let index = 500; index < 700; index += 1)
    all[index] = { ...(all[index] as (typeof all)[number]), samples: (looks(700)[index] as (typeof all)[number]).samples };
  const results = async (stops: readonly number[]): Promise<unknown[]> => {
    const place = tempPlace();
    let from = 0;
    for (const to of stops) {
      const { writer, reader, put } = await stored(place);
      const { look } = follow(reader, writer);
      // Half of it comes before this process follows.
      await put(all.slice(from, from + (to - from) / 2));
      await look();
      await put(all.slice(from + (to - from) / 2, to));
      await look();
      await writer.close('done');
      from = to;
    }
    const reader = await testReader(place);
    return (await reader.judgements({})).map(({ result }) => result);
  };
  const once = await results([700]);
  expect(once.map((result) => (result as { direction: string }).direction)).toEqual(['down', 'up']);
  expect(await results([320, 420, 700])).toEqual(once);
});

it('quick looks are watched by their medians of five minutes: single slow ones are no news', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const { told, look } = follow(reader, writer);
  await look();
  const normal = gaussian(4);
  const quick = Array.from({ length: 3_000 }, (_, index) => {
    const value = (index % 25 === 3 ? 30 : 1) * (index < 2_500 ? 0.02 : 0.03) * Math.exp(0.1 * normal());
    return probe({ at: T0 + index * 30e6, samples: [{ metric: 'probe_duration_seconds', tags: { probe: 'resolver', phase: 'total', probe_kind: 'dns' }, value }] }); // prettier-ignore
  });
  for (let from = 0; from < quick.length; from += 1_000) {
    await put(quick.slice(from, from + 1_000));
    await look();
  }
  expect(told.map(({ moved }) => moved.direction)).toEqual(['up']);
  expect(Math.abs((told[0]?.moved.since ?? 0) - (T0 + 2_500 * 30e6))).toBeLessThanOrEqual(2 * FIVE_MINUTES);
});

it('what failed, what was tried again, what a run looked at and what has no metric of ours is not watched', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const run = await writer.startRun(runStart('r1'));
  const { told, look } = follow(reader, writer);
  await look();
  const slow = looks(300, { shiftAt: 0, by: 9 });
  const odd = slow.map((each, index) => [{ ...each, outcome: 'failed' as const, code: 'timeout' }, { ...each, attempt: 1 }, { ...each, run }][index % 3] as (typeof slow)[number]); // prettier-ignore
  await put([...looks(200), ...odd]);
  await look();
  expect(told).toEqual([]);
});

it('jobs are watched by the run: one point each', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const { told, look } = follow(reader, writer);
  const now = systemClock.now();
  const normal = gaussian(6);
  for (let index = 0; index < 110; index += 1) {
    const startedAt = now + (index - 110) * HOUR;
    const run = await writer.startRun(runStart(`run-${index}`, { startedAt }));
    const seconds = (): number => 10 * Math.exp(0.03 * normal()) * (index < 85 ? 1 : 1.4);
    await put([0, 1, 2].map((at) => job(seconds(), { run, at: startedAt + at * 20e6 })));
    await writer.summariseRun(run);
    await writer.endRun(run, { state: index === 50 ? 'aborted' : 'done', exit: 0, endedAt: now + index * 1e6 });
    if (index % 20 === 19) await look();
  }
  await look();
  await look();
  expect(told.map(({ name, moved }) => [name.metric, moved.direction])).toEqual([['job_duration_seconds', 'up']]);
  expect(Math.abs((told[0]?.moved.since ?? 0) - (now - 25 * HOUR))).toBeLessThanOrEqual(2 * HOUR);
  expect((await reader.judgements({ kind: 'change' })).length).toBe(1);
});

it('a judgement that cannot be stored is stored at a later look, once', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  let broken = true;
  const { told, look } = follow(reader, {
    judge: async (judgement) => (broken ? Promise.reject(new Error('disk full')) : writer.judge(judgement)),
  });
  await look();
  await put(looks(400, { shiftAt: 340 }));
  await expect(look()).rejects.toThrow('disk full');
  expect(told).toEqual([]);
  broken = false;
  await look();
  await look();
  expect(told.length).toBe(1);
  expect((await reader.judgements({})).length).toBe(1);
});

it('steady probes are left in peace: 12 of them for four days', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const { told, look, lines } = follow(reader, writer);
  await look();
  for (let each = 0; each < 12; each += 1) await put(looks(1_152, { key: `probe-${each}`, seed: 100 + each }));
  for (let turn = 0; turn < 4; turn += 1) await look();
  expect(told).toEqual([]);
  expect(lines.some(({ level, message }) => level === 'debug' && message === 'a series alarmed and no change was confirmed')).toBe(true);
});

it('a clock that was ahead for a while does not end the watch', async () => {
  const { writer, reader, put } = await stored(tempPlace());
  const { told, look } = follow(reader, writer);
  await look();
  const all = looks(400, { shiftAt: 340 });
  const ahead = looks(3).map((each) => ({ ...each, at: each.at + 30 * 86_400e6 }));
  for (const part of [all.slice(0, 200), ahead, all.slice(200)]) {
    await put(part);
    await look();
  }
  expect(told.map(({ moved }) => moved.direction)).toEqual(['up']);
});
