import { incidentDocument } from '../../../reports/incident/document.ts';
import { statusDocument } from '../../../reports/status/document.ts';
import type { Document } from '../../../reports/document.ts';
import { incidentOf } from '../../../src/cli/compose/report-incident.ts';
import { statusOf } from '../../../src/cli/compose/report-status.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { runStart } from '../../store/store-fixture.ts';
import { DAY, HOUR, lookAt, MINUTE, MONDAY, watchConfig, watchedStore, type WatchedStore } from './window-store.ts';

export const WEEK = { from: MONDAY, to: MONDAY + 7 * DAY };

/** A week of two probes: an outage of forty minutes, single failures, a slower second half, a gap of an hour, a run, a finding. */
export async function week(): Promise<WatchedStore> {
  const store = await watchedStore();
  const { writer } = store;
  const random = seededRandom(11);
  for (let at = MONDAY - DAY; at < WEEK.to; at += 10 * MINUTE) {
    const seconds = 0.02 * (1 + 0.2 * random()) * (at > MONDAY + 4 * DAY ? 1.3 : 1);
    const isDown = at >= MONDAY + 2 * DAY + 3 * HOUR && at < MONDAY + 2 * DAY + 3 * HOUR + 40 * MINUTE;
    const isHole = at >= MONDAY + 5 * DAY && at < MONDAY + 5 * DAY + HOUR;
    if (isHole) continue;
    const evidence = { media: 'text/plain', body: 'connect ECONNREFUSED 192.0.2.1:443\n' } as const;
    writer.observe(
      isDown
        ? lookAt('api', at, 'failed', { code: 'ECONNREFUSED', evidence })
        : lookAt('api', at, random() < 0.02 ? 'slow' : 'ok', { seconds, marks: random() < 0.01 ? 1 : 0 }),
    );
    writer.observe(
      random() < 0.01
        ? lookAt('resolver', at + 5_000, 'failed', { code: 'SERVFAIL' })
        : lookAt('resolver', at + 5_000, 'ok', { seconds: seconds / 10 }),
    );
  }
  await writer.flush();
  await writer.recordGap({ schedule: 'api', fromAt: MONDAY + 5 * DAY, toAt: MONDAY + 5 * DAY + HOUR, ticks: 6, reason: 'down' });
  await writer.recordGap({ schedule: 'resolver', fromAt: MONDAY + 5 * DAY, toAt: MONDAY + 5 * DAY + HOUR, ticks: 6, reason: 'down' });
  const nightly = { schedule: 'nightly', spec: '0 2 * * * UTC' };
  await writer.recordSlot({ ...nightly, dueAt: MONDAY + 2 * HOUR, state: 'done' });
  await writer.recordSlot({ ...nightly, dueAt: MONDAY + DAY + 2 * HOUR, state: 'missed' });
  const run = await writer.startRun(runStart('20261103t020000-golden', { target: 'cloud', campaign: 'nightly', startedAt: MONDAY + DAY }));
  await writer.endRun(run, { state: 'done', exit: 0, endedAt: MONDAY + DAY + HOUR });
  const reader = await store.reader();
  const [first] = await reader.observations({ from: MONDAY, to: WEEK.to, subjectKey: 'api', limit: 1 });
  const [series] = (await reader.storedSeries({ metric: 'probe_duration_seconds' })).filter(({ tags }) => tags['phase'] === 'total');
  const at = MONDAY + 2 * DAY + 3 * HOUR;
  const incident = {
    subject: first?.subjectId ?? 0,
    kind: 'outage',
    lastOkAt: at - 10 * MINUTE,
    firstBadAt: at,
    lastBadAt: at + 30 * MINUTE,
  };
  await writer.incident({ ...incident, firstOkAt: at + 40 * MINUTE, closedAt: at + 51 * MINUTE });
  const since = MONDAY + 4 * DAY;
  const moved = {
    earliestAt: since - HOUR,
    latestAt: since + HOUR,
    direction: 'up',
    effect: 'ratio',
    p: 1e-9,
    size: { value: 1.301, low: 1.28, high: 1.33 },
  };
  const sides = { before: { n: 400, median: 0.0219, robustCv: 0.05 }, after: { n: 300, median: 0.0286, robustCv: 0.05 } };
  const change = { at: since + HOUR, kind: 'change', series: series?.id ?? 0, baseline: null, method: 'CUSUM', seed: 1 } as const;
  await writer.judge({ ...change, result: JSON.stringify({ since, ...moved, ...sides }) });
  await writer.finding({
    rule: 'outage:probe:api',
    title: 'The API was down',
    impact: 'High',
    description: '',
    target: 'cloud',
    at,
    links: [],
  });
  await writer.addEvent({ at: since, until: null, target: 'cloud', kind: 'maintenance', text: 'Storage moved' });
  return store;
}

/** The report of that week. */
export async function weekDocument(): Promise<Document> {
  const store = await week();
  return statusDocument(await statusOf(watchConfig(), await store.reader(), { now: WEEK.to, window: WEEK, target: 'cloud' }));
}

/** The report of its outage. */
export async function weekIncident(): Promise<Document> {
  const reader = await (await week()).reader();
  return incidentDocument(await incidentOf(watchConfig(), reader, 1, WEEK.to));
}
