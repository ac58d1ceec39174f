import { describe, expect, it } from 'vitest';
import { acceptChange, type Acceptance } from '../../../src/cli/compose/accept-change.ts';
import { acceptedChanges } from '../../../src/cli/compose/accepted-changes.ts';
import type { JudgementRow } from '../../../src/store/rows.ts';
import { job, runStart, T0, tempPlace, testReader, testWriter } from '../../store/store-fixture.ts';

const HOUR = 3_600_000_000;
const change = { since: T0 + 2.5 * HOUR, effect: 'ratio', size: { value: 1.3, low: 1.2, high: 1.4, level: 0.95 } };

/** Six hourly runs, a baseline of the first two, and whatever was judged. */
async function watched(
  ...judged: readonly { readonly kind: JudgementRow['kind']; readonly result: object; readonly baseline?: number | null }[]
) {
  const place = tempPlace();
  const writer = await testWriter(place);
  for (let hour = 0; hour < 6; hour += 1) {
    const startedAt = T0 + hour * HOUR;
    const run = await writer.startRun(runStart(`run${hour}`, { startedAt }));
    await writer.record(job(1, { run, at: startedAt }));
    await writer.endRun(run, { state: 'done', exit: 0, endedAt: startedAt + HOUR / 2 });
  }
  await writer.setBaseline({ name: 'main', runs: ['run0', 'run1'], movedBy: 'ada', reason: 'start', at: T0 + 2 * HOUR });
  for (const { kind, result, baseline = null } of judged) {
    await writer.judge({ at: T0 + 6 * HOUR, kind, series: 1, baseline, method: 'm', seed: 1, result: JSON.stringify(result) });
  }
  const reader = await testReader(place);
  const accept = (judgements: readonly string[], rest: Partial<Acceptance> = {}) =>
    acceptChange({ judgements, fallback: 'main', by: 'ada', reason: 'meant', at: T0 + 7 * HOUR, ...rest }, reader, writer);
  return { reader, accept };
}

describe('a change that the watch saw', () => {
  it('moves the baseline to the runs since it began', async () => {
    const { reader, accept } = await watched({ kind: 'change', result: change });
    const moved = await accept(['judgement-1', 'judgement-1']);
    expect(moved).toMatchObject({
      name: 'main',
      version: 2,
      runs: ['run3', 'run4', 'run5'],
      accepts: [1],
      movedBy: 'ada',
      reason: 'meant',
    });
    expect(await acceptedChanges(reader, moved)).toEqual([
      { key: 'job_duration_seconds cpu', claim: 'level', ratio: 1.3, judgement: 1, by: 'ada', at: T0 + 7 * HOUR, reason: 'meant' },
    ]);
  });

  it('of several, to the runs since the latest', async () => {
    const { accept } = await watched({ kind: 'change', result: change }, { kind: 'change', result: { ...change, since: T0 + 3.5 * HOUR } });
    expect(await accept(['judgement-1', 'judgement-2'])).toMatchObject({ runs: ['run4', 'run5'], accepts: [1, 2] });
  });

  it('by a difference is acknowledged by the ratio of the medians, where there is one', async () => {
    const absolute = { ...change, effect: 'absolute', before: { median: 2 }, after: { median: 3 } };
    const { reader, accept } = await watched(
      { kind: 'change', result: absolute },
      { kind: 'change', result: { ...absolute, before: { median: -1 } } },
    );
    const moved = await accept(['judgement-1', 'judgement-2']);
    expect(moved.accepts).toEqual([1, 2]);
    expect((await acceptedChanges(reader, moved)).map(({ judgement, ratio }) => [judgement, ratio])).toEqual([[1, 1.5]]);
  });
});

describe('nothing is accepted', () => {
  it.each([
    ['a fluctuation', { kind: 'fluctuation', result: {} }, 'judgement-1 says fluctuation: there is no change to accept'],
    ['an inconclusive verdict', { kind: 'verdict', result: { ...change, verdict: 'inconclusive' } }, 'judgement-1 says inconclusive'],
    ['a change without its beginning', { kind: 'change', result: {} }, 'judgement-1 says change: there is no change to accept'],
  ] as const)('of %s', async (_what, judged, words) => {
    const { reader, accept } = await watched(judged);
    await expect(accept(['judgement-1'])).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(words) });
    expect(await reader.baselines()).toHaveLength(1);
  });

  it('without a run since, or by a name that is none', async () => {
    const { accept } = await watched({ kind: 'change', result: { ...change, since: T0 + 9 * HOUR } });
    await expect(accept(['judgement-1'])).rejects.toMatchObject({
      code: 'no-data',
      exit: 3,
      hint: 'Measure it first: evenkeel run --target local',
    });
    await expect(accept(['judgement-1'], { baseline: 'nope' })).rejects.toMatchObject({ code: 'unknown-id' });
    for (const name of ['1', 'judgement-', 'judgement-x', 'obs-1', 'judgement-1 ']) {
      await expect(accept([name])).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('is no judgement') });
    }
    await expect(accept(['judgement-7'])).rejects.toMatchObject({ code: 'unknown-id', exit: 2 });
  });

  it('while the newest check found a regression that is not named, even for a change', async () => {
    const verdict = { since: T0 + 3 * HOUR, verdict: 'regression', claim: 'spread', ratio: { value: 2 } };
    const { accept } = await watched({ kind: 'change', result: change }, { kind: 'verdict', result: verdict, baseline: 1 });
    await expect(accept(['judgement-1'])).rejects.toMatchObject({
      message: expect.stringContaining('judgement-2 (job_duration_seconds cpu, spread)'),
      hint: 'Accept them together: evenkeel baseline accept judgement-1 judgement-2 --reason TEXT',
    });
    expect(await accept(['judgement-1', 'judgement-2'])).toMatchObject({ version: 2, accepts: [1, 2], runs: ['run3', 'run4', 'run5'] });
  });
});
