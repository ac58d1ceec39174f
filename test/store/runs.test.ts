import { describe, expect, it } from 'vitest';
import type { StoreWriter } from '../../src/store/api.ts';
import { job, probe, runStart, T0, tempPlace, testReader, testWriter } from './store-fixture.ts';

const ENGINE = { name: 'embedded', version: '0.1.0', params: {} };

function intent(run: number, name: string): Parameters<StoreWriter['intend']>[0] {
  return { run, instance: null, provider: 'local', kind: 'drive', name, intendedAt: T0, expiresAt: T0 + 3_600e6 };
}

describe('runs', () => {
  it('come back as they were begun and ended', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const start = runStart('20260101t000000-abcdef', { campaign: 'before', sharesHost: false });
    const id = await writer.startRun(start);
    const reader = await testReader(place);
    const { targetKind: _, ...facts } = start;
    const row = { id, ...facts, endedAt: null, state: 'running', exit: null, version: '0.1.0', observer: 'lab' };
    expect(await reader.run(start.uid)).toEqual(row);
    await writer.endRun(id, { state: 'done', exit: 1, endedAt: T0 + 90e6 });
    expect(await reader.run(start.uid)).toEqual({ ...row, state: 'done', exit: 1, endedAt: T0 + 90e6 });
    expect(await reader.run('20260101')).toBeUndefined();
  });

  it('are listed newest first, by campaign, target and state, as many as asked', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    for (const [index, uid] of ['a', 'b', 'c', 'd'].entries()) {
      const id = await writer.startRun(
        runStart(uid, { startedAt: T0 + index, campaign: index < 2 ? 'before' : null, target: index === 3 ? 'zurich' : 'local' }),
      );
      if (index !== 2) await writer.endRun(id, { state: 'done', exit: 0, endedAt: T0 + 10 + index });
    }
    const reader = await testReader(place);
    const uids = async (filter: Parameters<typeof reader.runs>[0]): Promise<string> =>
      (await reader.runs(filter)).map(({ uid }) => uid).join('');
    expect(await uids({})).toBe('dcba');
    expect(await uids({ campaign: 'before' })).toBe('ba');
    expect(await uids({ target: 'local', state: 'done', last: 1 })).toBe('b');
    expect(await uids({ state: 'running' })).toBe('c');
    expect(await uids({ campaign: 'after' })).toBe('');
    expect(await reader.campaigns()).toEqual([{ name: 'before', runs: 2, firstAt: T0, lastAt: T0 + 11 }]);
  });

  it('are not begun twice, and what is unknown is not ended', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.startRun(runStart('a'));
    await expect(writer.startRun(runStart('a'))).rejects.toThrow(/UNIQUE/);
    await expect(writer.endRun(99, { state: 'done', exit: 0, endedAt: T0 })).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(writer.endExecution(99, { state: 'passed', exit: 0, summary: null, endedAt: T0 })).rejects.toMatchObject({
      code: 'unknown-id',
    });
    await expect(writer.describeInstance(99, { hostKey: null, cpuModel: 'x', context: '' })).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(writer.startExecution({ run: 99, scenario: 'cpu', engine: ENGINE, startedAt: T0 })).rejects.toThrow(/FOREIGN KEY/);
  });
});

describe('the ledger', () => {
  it('follows a resource from intent to gone', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const run = await writer.startRun(runStart('a'));
    const instance = await writer.addInstance({ run, ordinal: 1, target: 'local', flavour: 'small' });
    await writer.intend({ ...intent(run, 'evk-1'), instance });
    const reader = await testReader(place);
    const open = async () => (await reader.openResources())[0];
    const row = {
      id: 1,
      runId: run,
      instanceId: instance,
      provider: 'local',
      kind: 'drive',
      name: 'evk-1',
      externalId: null,
      state: 'intended',
      intendedAt: T0,
      expiresAt: T0 + 3_600e6,
      goneAt: null,
      attempts: 0,
      lastError: null,
      sessionUid: writer.session.uid,
      sessionAlive: true,
    };
    expect(await open()).toEqual(row);
    await writer.resourceState('evk-1', 'created', { externalId: 'drive-7', at: T0 + 1 });
    await writer.resourceState('evk-1', 'releasing', { at: T0 + 2, error: 'http_503' });
    await writer.resourceState('evk-1', 'releasing', { at: T0 + 3 });
    expect(await open()).toEqual({ ...row, state: 'releasing', externalId: 'drive-7', attempts: 2, lastError: 'http_503' });
    await writer.resourceState('evk-1', 'gone', { at: T0 + 4 });
    expect(await open()).toBeUndefined();
    expect((await reader.facts(['a'])).resources).toMatchObject([{ state: 'gone', goneAt: T0 + 4, externalId: 'drive-7' }]);
  });

  it('does not raise the gone, however late an answer comes', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.intend(intent(await writer.startRun(runStart('a')), 'evk-1'));
    await writer.resourceState('evk-1', 'gone', { at: T0 + 4 });
    for (const state of ['created', 'releasing', 'lost', 'gone'] as const)
      await writer.resourceState('evk-1', state, { at: T0 + 9, externalId: 'late' });
    const { resources } = await (await testReader(place)).facts(['a']);
    expect(resources).toMatchObject([{ state: 'gone', goneAt: T0 + 4, externalId: 'late', attempts: 0 }]);
  });

  it('takes a name once and knows no other', async () => {
    const writer = await testWriter(tempPlace());
    const run = await writer.startRun(runStart('a'));
    await writer.intend(intent(run, 'evk-1'));
    await expect(writer.intend(intent(run, 'evk-1'))).rejects.toThrow(/UNIQUE/);
    await expect(writer.resourceState('evk-2', 'gone', { at: T0 })).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(writer.resourceState('evk-1', 'sold' as 'gone', { at: T0 })).rejects.toThrow(/CHECK/);
  });
});

describe('facts', () => {
  it('hold everything of the runs asked for and nothing of others', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    const told = JSON.stringify({ cpuModel: 'EPYC', cpus: 4, memoryBytes: 8e9, kernel: 'Linux 6.1', virtualisation: 'KVM' });
    const ids = new Map<string, number>();
    for (const [index, uid] of ['one', 'two', 'other'].entries()) {
      const startedAt = T0 + index * 100e6;
      const run = await writer.startRun(runStart(uid, { startedAt }));
      ids.set(uid, run);
      const execution = await writer.startExecution({ run, scenario: 'cpu', engine: ENGINE, startedAt });
      const instance = await writer.addInstance({ run, ordinal: 1, target: 'local', flavour: 'small' });
      await writer.describeInstance(instance, { hostKey: `host-${index}`, cpuModel: 'EPYC', context: index === 0 ? told : 'ok' });
      await writer.intend({ ...intent(run, `evk-${uid}`), instance });
      await writer.record(job(index + 1, { run, instance, at: startedAt + 1 }));
      writer.observe(probe({ run, at: startedAt + 2 }));
      await writer.flush();
      await writer.endExecution(execution, { state: 'passed', exit: 0, summary: '{}', endedAt: startedAt + 9e6 });
      await writer.endRun(run, { state: 'done', exit: 0, endedAt: startedAt + 10e6 });
    }
    await writer.recordGap({ schedule: 'resolver', fromAt: T0 + 105e6, toAt: T0 + 106e6, ticks: 1, reason: 'overload' });
    await writer.recordGap({ schedule: null, fromAt: T0 + 205e6, toAt: T0 + 206e6, ticks: 9, reason: 'down' });
    await writer.addEvent({ at: T0 + 50e6, until: null, target: 'local', kind: 'upgrade', text: 'new drives' });
    await writer.addEvent({ at: T0 - 1, until: null, target: null, kind: 'note', text: 'before all' });
    await writer.addEvent({ at: T0 - 9, until: T0 + 1, target: null, kind: 'maintenance', text: 'reaches in' });
    const draft = { title: 't', impact: 'High' as const, description: '', target: 'local', at: T0 };
    await writer.finding({ ...draft, rule: 'by run', links: [{ kind: 'run', ref: 'one' }] });
    await writer.finding({ ...draft, rule: 'by observation', links: [{ kind: 'observation', ref: '3' }] });
    await writer.finding({ ...draft, rule: 'of the other', links: [{ kind: 'run', ref: 'other' }] });

    const facts = await (await testReader(place)).facts(['two', 'one', 'two']);
    expect(facts.runs.map(({ uid }) => uid)).toEqual(['two', 'one']);
    const [one, two] = [ids.get('one'), ids.get('two')];
    expect(facts.executions.map(({ runId, engine, state }) => [runId, engine, state])).toEqual([
      [two, { name: 'embedded', version: '0.1.0' }, 'passed'],
      [one, { name: 'embedded', version: '0.1.0' }, 'passed'],
    ]);
    expect(facts.instances.map(({ runId, ordinal, flavour, hostKey, cpuModel }) => [runId, ordinal, flavour, hostKey, cpuModel])).toEqual([
      [two, 1, 'small', 'host-1', 'EPYC'],
      [one, 1, 'small', 'host-0', 'EPYC'],
    ]);
    expect(facts.instances.map(({ host }) => host)).toEqual([
      null,
      { cpus: 4, memoryBytes: 8e9, kernel: 'Linux 6.1', virtualisation: 'KVM' },
    ]);
    expect(facts.resources.map(({ name }) => name)).toEqual(['evk-two', 'evk-one']);
    expect(facts.observations.map(({ runId, subjectKind }) => [runId, subjectKind])).toEqual([
      [one, 'job'],
      [one, 'probe'],
      [two, 'job'],
      [two, 'probe'],
    ]);
    expect(facts.samples.map(({ runId, metric }) => [runId, metric])).toEqual([
      [one, 'job_duration_seconds'],
      [one, 'probe_duration_seconds'],
      [two, 'job_duration_seconds'],
      [two, 'probe_duration_seconds'],
    ]);
    expect(facts.gaps.map(({ schedule, reason, ticks }) => [schedule, reason, ticks])).toEqual([['resolver', 'overload', 1]]);
    expect(facts.events.map(({ text }) => text)).toEqual(['reaches in', 'new drives']);
    expect(facts.findings.map(({ rule }) => rule)).toEqual(['by run', 'by observation']);
  });

  it('are one snapshot: what is committed meanwhile is in all of it or in none', async () => {
    const place = tempPlace();
    const writer = await testWriter(place, { groupMs: 0 });
    const run = await writer.startRun(runStart('a'));
    const reader = await testReader(place);
    const state = { done: false };
    const writing = (async () => {
      for (let index = 0; index < 300; index += 1) await writer.record(job(index, { run, at: T0 + index }));
      state.done = true;
    })();
    let looks = 0;
    while (!state.done) {
      const { observations, samples } = await reader.facts(['a']);
      expect(samples.map(({ obs }) => obs)).toEqual(observations.map(({ id }) => id));
      looks += 1;
    }
    await writing;
    expect(looks).toBeGreaterThan(0);
    expect((await reader.facts(['a'])).samples.length).toBe(300);
  });

  it('of an unknown run are an error, and of no run are empty', async () => {
    const place = tempPlace();
    const writer = await testWriter(place);
    await writer.startRun(runStart('a'));
    const reader = await testReader(place);
    await expect(reader.facts(['a', 'b'])).rejects.toMatchObject({
      code: 'unknown-id',
      exit: 2,
      message: expect.stringContaining('run b'),
    });
    expect(Object.values(await reader.facts([])).flat()).toEqual([]);
    const { gaps, events } = await reader.facts(['a']);
    expect([gaps, events]).toEqual([[], []]);
  });
});
