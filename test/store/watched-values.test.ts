import { expect, it } from 'vitest';
import { job, probe, runStart, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

const value = (seconds: number) => [{ metric: 'probe_duration_seconds', tags: { probe: 'resolver', probe_kind: 'dns', phase: 'total' }, value: seconds }]; // prettier-ignore

it('looks: the newest values outside runs that succeeded, in time order', async () => {
  const place = tempPlace();
  const writer = await testWriter(place);
  const run = await writer.startRun(runStart('r1'));
  const ids: number[] = [];
  for (const observation of [
    probe({ samples: value(1) }),
    probe({ at: T0 + 3e6, samples: value(2), outcome: 'slow', code: 'slow' }),
    probe({ at: T0 + 2e6, samples: value(3) }),
    probe({ at: T0 + 4e6, samples: value(4), outcome: 'failed', code: 'timeout' }),
    probe({ at: T0 + 5e6, samples: value(5), attempt: 1 }),
    probe({ at: T0 + 6e6, samples: value(6), run }),
    probe({ at: T0 + 7e6, samples: value(7) }),
  ])
    ids.push(await writer.record(observation));
  const reader = await testReader(place);
  const series = (await reader.observation(ids[0] as number))?.samples[0]?.series as number;
  const read = async (upTo: number, limit: number, until = T0 + 60e6): Promise<unknown> => {
    const { times, values } = await reader.looks({ series, upTo, until, limit });
    return [...values].map((each, row) => [each, ((times[row] as number) - T0) / 1e6]);
  };
  expect(await read(ids.at(-1) as number, 10)).toEqual([[1, 0], [3, 2], [2, 3], [7, 7]]); // prettier-ignore
  expect(await read((ids.at(-1) as number) - 1, 10)).toEqual([[1, 0], [3, 2], [2, 3]]); // prettier-ignore
  expect(await read(ids.at(-1) as number, 10, T0 + 2e6)).toEqual([[1, 0], [3, 2]]); // prettier-ignore
  expect(await read(ids.at(-1) as number, 2)).toEqual([[2, 3], [7, 7]]); // prettier-ignore
  expect(await reader.looks({ series: series + 99, upTo: 1e9, until: 2e15, limit: 5 })).toEqual({
    times: new Float64Array(),
    values: new Float64Array(),
  });
});

it('unit medians: done runs by their ends, without probes, and of one series up to a run', async () => {
  const place = tempPlace();
  const writer = await testWriter(place);
  const run = async (uid: string, seconds: readonly number[], endedAt: number, state: 'done' | 'aborted' = 'done'): Promise<number> => {
    const id = await writer.startRun(runStart(uid));
    for (const each of seconds) await writer.record(job(each, { run: id }));
    await writer.record(probe({ run: id }));
    await writer.summariseRun(id);
    await writer.endRun(id, { state, exit: 0, endedAt });
    return id;
  };
  const late = await run('late', [10, 12, 11], T0 + 30);
  const early = await run('early', [7], T0 + 20);
  await run('aborted', [8], T0 + 25, 'aborted');
  await run('looks only', [], T0 + 26);
  const reader = await testReader(place);
  const start = { endedAt: T0, run: 0 };
  const all = await reader.unitMediansAfter(start, 10);
  expect(all.map(({ run: id, runUid, median, metric, endedAt }) => [id, runUid, median, metric, endedAt])).toEqual([
    [early, 'early', 7, 'job_duration_seconds', T0 + 20],
    [late, 'late', 11, 'job_duration_seconds', T0 + 30],
  ]);
  expect(all[0]).toMatchObject({ target: 'local', tags: { job_kind: 'cpu' }, instance: 0, startedAt: T0 });
  expect((await reader.unitMediansAfter(start, 1)).map(({ runUid }) => runUid)).toEqual(['early']);
  expect((await reader.unitMediansAfter({ endedAt: T0 + 20, run: early }, 10)).map(({ runUid }) => runUid)).toEqual(['late']);
  const series = all[0]?.series as number;
  const of = async (endedAt: number, limit: number) =>
    (await reader.unitMediansOf({ series, upTo: { endedAt, run: 99 }, limit })).map(({ runUid }) => runUid);
  expect(await of(T0 + 30, 10)).toEqual(['early', 'late']);
  expect(await of(T0 + 29, 10)).toEqual(['early']);
  expect(await of(T0 + 30, 1)).toEqual(['late']);
});
