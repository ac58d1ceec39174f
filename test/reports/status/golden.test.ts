import { describe, expect, it } from 'vitest';
import { incidentDocument } from '../../../reports/incident/document.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { statusDocument } from '../../../reports/status/document.ts';
import { incidentOf } from '../../../src/cli/compose/report-incident.ts';
import { statusOf } from '../../../src/cli/compose/report-status.ts';
import { markdownOf } from '../documents.ts';
import { expectRecomputed } from './expect-recomputed.ts';
import { WEEK, week } from './week.ts';
import { DAY, lookAt, MONDAY, watchConfig, watchedStore } from './window-store.ts';

describe('the status of a week', () => {
  it('is what it was, and each of its numbers is found again', async () => {
    const store = await week();
    const reader = await store.reader();
    const model = await statusOf(watchConfig(), reader, { now: WEEK.to, window: WEEK, target: 'cloud' });
    const document = statusDocument(model);
    expect(await expectRecomputed(document, reader)).toBeGreaterThan(150);
    await expect((await renderReport(document)).get('report.md')).toMatchFileSnapshot('../../golden/reports/status.md');
  });

  it('is not told of the time before which rows have expired', async () => {
    const store = await week();
    const reader = await store.reader();
    const keep = { now: WEEK.to, window: WEEK, target: null };
    // Rows are still there: nothing is left out, whatever the config allows to be deleted.
    expect((await statusOf(watchConfig(3), reader, keep)).window).toEqual(WEEK);
    await store.writer.expire(WEEK.to, { jobsMs: 3 * 86_400_000, probesMs: 3 * 86_400_000 });
    const { window, probes } = await statusOf(watchConfig(3), reader, keep);
    expect(window).toEqual({ from: MONDAY + 4 * DAY, to: WEEK.to });
    // Of the outage only failures are left, and they tell no share of anything.
    expect(probes.flatMap(({ outages }) => outages)).toEqual([]);
  });

  it('says that nothing was observed where nothing was', async () => {
    const store = await watchedStore();
    const model = await statusOf(watchConfig(), await store.reader(), { now: WEEK.to, window: WEEK, target: null });
    expect(model.isEmpty).toBe(true);
    await expect((await renderReport(statusDocument(model))).get('report.md')).toMatchFileSnapshot('../../golden/reports/status-empty.md');
  });
});

describe('the report of an incident', () => {
  it('is what it was, and each of its numbers is found again', async () => {
    const store = await week();
    const reader = await store.reader();
    const document = incidentDocument(await incidentOf(watchConfig(), reader, 1, WEEK.to));
    expect(await expectRecomputed(document, reader)).toBeGreaterThan(20);
    await expect((await renderReport(document)).get('report.md')).toMatchFileSnapshot('../../golden/reports/incident.md');
  });

  it('is told of an incident whose looks are gone', async () => {
    const { writer, reader } = await watchedStore();
    writer.observe(lookAt('api', MONDAY, 'ok'));
    await writer.flush();
    const open = await reader();
    const subject = (await open.observation(1))?.observation.subjectId ?? 0;
    const at = { lastOkAt: null, firstBadAt: MONDAY - 99 * DAY, lastBadAt: MONDAY - 99 * DAY, firstOkAt: null, closedAt: null };
    const id = await writer.incident({ subject, kind: 'outage', ...at });
    const document = incidentDocument(await incidentOf(watchConfig(), open, id, MONDAY));
    expect(await expectRecomputed(document, open)).toBeGreaterThan(0);
    expect(markdownOf(document).text).toContain('None of its looks is there any more.');
  });

  it('refuses an incident that is not there', async () => {
    const { reader } = await watchedStore();
    await expect(incidentOf(watchConfig(), await reader(), 7, MONDAY)).rejects.toThrow('There is no incident-7 in this store');
  });
});
