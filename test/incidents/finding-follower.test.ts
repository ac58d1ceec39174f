import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES, RULE_DEFAULTS, type FindingRule } from '../../src/core/finding.ts';
import { isoTime } from '../../src/core/units.ts';
import { createFindingFollower } from '../../src/incidents/finding-follower.ts';
import { createIncidentFollower, type WatchedProbe } from '../../src/incidents/incident-follower.ts';
import type { StoreReader } from '../../src/store/api.ts';
import type { OpenedWriter } from '../../src/store/open-writer.ts';
import type { JudgementRow } from '../../src/store/rows.ts';
import { handClock, type HandClock } from '../fakes/hand-clock.ts';
import { tempPlace, testReader, testWriter } from '../store/store-fixture.ts';
import { memoryStore, type MemoryStore } from './memory-store.ts';

const probes: readonly WatchedProbe[] = ['resolver', 'resolver-2', 'api'].map((probe) => ({
  target: 'cloud', probe, openAfter: 3, closeAfter: 2, everyMs: 1_000, timeoutMs: 2_000,
})); // prettier-ignore

let clock: HandClock;
let store: MemoryStore;
let judgements: JudgementRow[];
let register: { readonly writer: OpenedWriter; readonly reader: StoreReader };
let said: string[];
beforeEach(async () => {
  clock = handClock('2026-11-25T10:00:00Z');
  store = memoryStore();
  judgements = [];
  said = [];
  const place = tempPlace();
  register = { writer: await testWriter(place), reader: await testReader(place) };
});

function follow(rules: readonly FindingRule[] = DEFAULT_RULES): () => Promise<void> {
  const incidents = createIncidentFollower(probes, { reader: store, journal: store, clock, tell: () => undefined });
  const reader = { ...store, incidents: store.incidents, judgements: async () => judgements };
  const findings = createFindingFollower(rules, {
    reader,
    journal: register.writer,
    clock,
    tell: ({ id, isReopened }) => said.push(`${isReopened ? 'again' : 'new'} ${id}`),
  });
  return async () => {
    await incidents.look();
    await findings.look();
  };
}

/** One look of each probe every second: `.` ok, `x` failed. */
async function watch(...signs: readonly string[]): Promise<void> {
  for (let second = 0; second < (signs[0] ?? '').length; second += 1) {
    for (const [index, { target, probe }] of probes.entries()) {
      const isDown = signs[index]?.[second] === 'x';
      store.add({ target, key: probe, at: clock.now(), outcome: isDown ? 'failed' : 'ok', code: isDown ? 'timeout' : null });
    }
    await clock.advance(1_000);
  }
}

describe('the finding follower', () => {
  it('opens one finding for an outage that two probes saw, linked to both incidents and to what failed', async () => {
    const look = follow();
    const start = clock.now();
    await watch('..xxx', '..xxx', '.....');
    await look();
    await look();
    await watch('xxx..', 'xxx..', '.....');
    await look();
    const [finding, ...more] = await register.reader.findings({});
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      title: `probe resolver and probe resolver-2 were down (timeout) since ${isoTime(start + 2e6)}`,
      impact: 'High',
      target: 'cloud',
      status: 'Open',
      rule: 'outage:probe:resolver',
      seenAt: start + 7e6,
    });
    expect(finding?.links.filter(({ kind }) => kind === 'incident').map(({ ref }) => ref)).toEqual(['1', '2']);
    expect(finding?.links.filter(({ kind }) => kind === 'observation').length).toBeGreaterThanOrEqual(6);
    expect(said).toEqual(['new 1']);
  });

  it('waits until an incident has certainly lasted as long as its rule says', async () => {
    const look = follow([{ when: 'outage', ...RULE_DEFAULTS, longerThanMs: 5_000, impact: 'Low' }]);
    await watch('.xxxxx');
    await look();
    expect(await register.reader.findings({})).toEqual([]);
    await clock.advance(60_000);
    await watch('xx');
    await look();
    expect(await register.reader.findings({})).toMatchObject([{ impact: 'Low' }]);
  });

  it('opens nothing where no rule asks for it', async () => {
    const look = follow([]);
    await watch('.xxxxx');
    await look();
    expect(await register.reader.findings({})).toEqual([]);
  });

  it('goes on after a restart, opens again what was Resolved, and leaves alone what was Closed meanwhile', async () => {
    const change = (status: 'Resolved' | 'Closed') =>
      register.writer.changeFinding(1, { status, basis: { kind: 'waiver', ref: 'w' }, at: clock.now(), who: 'ada', reason: 'r' });
    await watch('.xxx..');
    await follow()();
    await change('Resolved');
    await follow()();
    expect(await register.reader.findings({})).toMatchObject([{ status: 'Resolved' }]);
    await clock.advance(1_000);
    await watch('.xxx..');
    await follow()();
    expect(await register.reader.findings({})).toMatchObject([{ id: 1, status: 'Open' }]);
    await change('Closed');
    await follow()();
    expect(await register.reader.findings({ open: true })).toEqual([]);
    await clock.advance(1_000);
    await watch('.xxx..');
    await follow()();
    expect(await register.reader.findings({ open: true })).toMatchObject([{ id: 2 }]);
    expect(said).toEqual(['new 1', 'again 1', 'new 2']);
  });

  it('does not dig up what ended long before it began', async () => {
    await watch('.xxx..');
    await createIncidentFollower(probes, { reader: store, journal: store, clock, tell: () => undefined }).look();
    await clock.advance(2 * 3_600_000);
    await follow()();
    expect(await register.reader.findings({})).toEqual([]);
  });

  it('opens one for a change for the worse, where a rule asks for it', async () => {
    judgements = [
      {
        id: 7, at: clock.now(), kind: 'change', series: 1, metric: 'probe_duration_seconds', tags: { probe: 'api' }, comparable: '', target: 'cloud',
        baseline: null, method: 'm', seed: 1, result: { since: clock.now() - 5e6, direction: 'up' }, accepted: null,
      },
    ]; // prettier-ignore
    await follow()();
    expect(await register.reader.findings({})).toEqual([]);
    const look = follow([{ when: 'change', ...RULE_DEFAULTS }]);
    await look();
    await look();
    expect(await register.reader.findings({})).toMatchObject([
      { rule: 'change:probe_duration_seconds:probe=api', links: [{ kind: 'judgement', ref: '7' }], seenAt: clock.now() - 5e6 },
    ]);
    expect(said).toEqual(['new 1']);
  });
});
