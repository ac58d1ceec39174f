import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdSession, isAlive } from '../../src/store/session.ts';
import { otherProcess, type OtherProcess } from './other-process.ts';
import { afterTest, job, probe, runStart, T0, tempFolder, tempPlace, testReader, testWriter, type Place } from './store-fixture.ts';

async function other(place: Place, options: object = {}): Promise<OtherProcess> {
  return await (
    await otherProcess(place, options)
  )();
}

function resource(run: unknown, name: string) {
  return { run: run as number, instance: null, provider: 'local', kind: 'server', name, intendedAt: T0, expiresAt: T0 + 1 };
}

describe('the lock of a session', () => {
  it('is alive while held, in the eyes of this process too, and dead once released', async () => {
    const folder = tempFolder();
    const session = await holdSession(folder, 'mine');
    afterTest(() => session.release());
    expect(await isAlive(folder, 'mine', [])).toBe(true);
    expect(await isAlive(folder, 'mine', ['mine'])).toBe(true);
    session.release();
    expect(await isAlive(folder, 'mine', [])).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is dead when its file is gone, and alive by name when it is our own', async () => {
    const folder = tempFolder();
    expect(await isAlive(folder, 'never', [])).toBe(false);
    expect(await isAlive(folder, 'never', ['never'])).toBe(true);
  });

  it('outlives looks from its own process and from many others', async () => {
    const place = tempPlace();
    const mine = await testWriter(place);
    const theirs = await other(place);
    for (let look = 0; look < 5; look += 1) {
      expect(await isAlive(place.sessionsDir, mine.session.uid, [])).toBe(true);
      await expect(theirs.call('buryDead', T0)).resolves.toEqual({ runs: [], resources: [] });
    }
    const looks = Array.from({ length: 8 }, () => isAlive(place.sessionsDir, theirs.session.uid, []));
    expect(new Set(await Promise.all(looks))).toEqual(new Set([true]));
    expect(await isAlive(place.sessionsDir, theirs.session.uid, [])).toBe(true);
  });
});

describe('after kill -9', () => {
  it('every committed row is there and the dead session gives up its runs and its resources', async () => {
    const place = tempPlace();
    const dead = await other(place);
    const run = (await dead.call('startRun', runStart('run-dead'))) as number;
    const execution = await dead.call('startExecution', {
      run,
      scenario: 'cpu',
      engine: { name: 'embedded', version: '1', params: {} },
      startedAt: T0,
    });
    await dead.call('recordSlot', { schedule: 'hourly', spec: '0 * * * *', dueAt: T0, state: 'running', run });
    await dead.call('intend', resource(run, 'evk-gone'));
    await dead.call('resourceState', 'evk-gone', 'gone', { at: T0 });
    await dead.call('intend', resource(run, 'evk-left'));
    for (let index = 0; index < 40; index += 1) await dead.call('record', job(1 + index, { run, at: T0 + index * 1e6, tookUs: 500 }));
    await dead.kill();

    const writer = await testWriter(place);
    const { runs, resources } = await writer.buryDead(T0 + 1e9);
    expect(runs).toEqual(['run-dead']);
    expect(resources).toMatchObject([{ name: 'evk-left', state: 'intended', runId: run }]);
    const reader = await testReader(place);
    const facts = await reader.facts(['run-dead']);
    expect(facts.samples.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, index) => 1 + index));
    expect(facts.executions).toMatchObject([{ id: execution, state: 'aborted' }]);
    const [row] = facts.runs;
    expect(row).toMatchObject({ state: 'aborted', exit: null });
    // The child's clock is the system's: its last beat lies long after T0, and the burial bounds it.
    expect(row?.endedAt).toBeGreaterThanOrEqual(T0 + 39e6 + 500);
    expect(row?.endedAt).toBeLessThanOrEqual(T0 + 1e9);
    expect(await reader.slots('hourly', T0, T0 + 1)).toEqual([{ dueAt: T0, state: 'aborted', run: 'run-dead' }]);
    expect(existsSync(join(place.sessionsDir, `${dead.session.uid}.session`))).toBe(false);
  });

  it('keeps naming what is left until it is gone', async () => {
    const place = tempPlace();
    const dead = await other(place);
    await dead.call('intend', resource(await dead.call('startRun', runStart('run-dead')), 'evk-left'));
    await dead.kill();
    const writer = await testWriter(place);
    expect((await writer.buryDead(T0)).runs).toEqual(['run-dead']);
    expect(await writer.buryDead(T0)).toMatchObject({ runs: [], resources: [{ name: 'evk-left' }] });
    await writer.resourceState('evk-left', 'gone', { at: T0 });
    expect(await writer.buryDead(T0)).toEqual({ runs: [], resources: [] });
  });

  it("leaves a living process's run alone, and buries it once that process is killed", async () => {
    const place = tempPlace();
    const living = await other(place);
    const run = await living.call('startRun', runStart('run-living'));
    await living.call('intend', resource(run, 'evk-living'));
    const writer = await testWriter(place);
    const own = await writer.startRun(runStart('run-own'));
    const reader = await testReader(place, [writer.session.uid]);

    expect(await writer.buryDead(T0)).toEqual({ runs: [], resources: [] });
    expect((await reader.run('run-living'))?.state).toBe('running');
    expect(await reader.openResources()).toMatchObject([{ name: 'evk-living', sessionUid: living.session.uid, sessionAlive: true }]);

    await living.kill();
    expect(await reader.openResources()).toMatchObject([{ name: 'evk-living', sessionAlive: false }]);
    expect((await writer.buryDead(T0)).runs).toEqual(['run-living']);
    expect(await reader.runs({ state: 'running' })).toMatchObject([{ id: own, uid: 'run-own' }]);
  });

  it('two processes bury the dead at once without a quarrel, each run once', async () => {
    const place = tempPlace();
    const dead = await other(place);
    for (const uid of ['a', 'b', 'c']) await dead.call('startRun', runStart(uid));
    await dead.kill();
    const [one, two] = await Promise.all([testWriter(place), other(place)]);
    const burials = await Promise.all([one.buryDead(T0), two.call('buryDead', T0) as ReturnType<typeof one.buryDead>]);
    expect(burials.flatMap(({ runs }) => runs).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('a run that an orderly close finds still open is aborted then, with its leftovers named afterwards', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.intend(resource(await writer.startRun(runStart('run-open')), 'evk-x'));
    await writer.close('interrupted');
    const reader = await testReader(place);
    expect((await reader.run('run-open'))?.state).toBe('aborted');
    expect(await reader.openResources()).toMatchObject([{ name: 'evk-x', sessionAlive: false }]);
    expect((await (await testWriter(place)).buryDead(T0)).resources).toMatchObject([{ name: 'evk-x' }]);
  });
});

describe('two processes on one store', () => {
  it('write at once and lose nothing', async () => {
    const place = tempPlace();
    const mine = await testWriter(place, { groupMs: 20 });
    const theirs = await other(place, { groupMs: 20 });
    const COUNT = 2_000;
    for (let index = 0; index < COUNT; index += 1) {
      mine.observe(probe({ at: T0 + index }));
      // Waiting for each answer interleaves the two.
      if (index % 100 === 0) await theirs.call('flush');
      void theirs.call('observe', probe({ at: T0 + index })).catch(() => {});
    }
    await Promise.all([mine.flush(), theirs.call('flush')]);
    expect([mine.lost, await theirs.call('lost')]).toEqual([0, 0]);
    const reader = await testReader(place);
    const rows = await reader.observations({ from: T0, to: T0 + COUNT });
    expect(rows.length).toBe(2 * COUNT);
    const samples = await reader.samples({ from: T0, to: T0 + COUNT, metric: 'probe_duration_seconds' });
    expect(samples.length).toBe(2 * COUNT);
    // One series for each vantage point.
    expect(new Set(samples.map(({ series }) => series)).size).toBe(2);
  });
});
