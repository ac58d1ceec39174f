import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createIncidentFollower } from '../../src/incidents/incident-follower.ts';
import { probe, tempPlace, testReader, testWriter } from '../store/store-fixture.ts';

it('an outage in a real store is one incident, opened by one process and closed by the next', async () => {
  const place = tempPlace();
  const now = systemClock.now();
  const watched = [{ target: 'local', probe: 'resolver', openAfter: 3, closeAfter: 2, everyMs: 1_000, timeoutMs: 2_000 }];
  const events: string[] = [];
  const session = async (outcomes: readonly ('ok' | 'failed')[], from: number): Promise<void> => {
    const writer = await testWriter(place, { kind: 'up' });
    const reader = await testReader(place);
    for (const [index, outcome] of outcomes.entries()) {
      const at = now + (from + index) * 1e6;
      writer.observe(probe(outcome === 'ok' ? { at } : { at, outcome, code: 'timeout', samples: [], evidence: { media: 'text/plain', body: `silence ${index}` } })); // prettier-ignore
    }
    await writer.flush();
    const ports = { reader, journal: writer, clock: systemClock, tell: ({ kind }: { kind: string }) => void events.push(kind) };
    await createIncidentFollower(watched, ports).look();
    await writer.close('done');
  };
  await session(['ok', 'failed', 'failed', 'failed'], -20);
  await session(['failed', 'ok', 'ok'], -16);
  const reader = await testReader(place);
  const incidents = await reader.incidents({});
  expect(incidents).toMatchObject([
    {
      subjectKind: 'probe',
      subjectKey: 'resolver',
      kind: 'outage',
      lastOkAt: now - 20e6,
      firstBadAt: now - 19e6,
      lastBadAt: now - 16e6,
      firstOkAt: now - 15e6,
    },
  ]);
  expect(incidents[0]?.closedAt).not.toBeNull();
  expect(await reader.incidents({ open: true })).toEqual([]);
  expect(events).toEqual(['opened', 'closed']);
});
