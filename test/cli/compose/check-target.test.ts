import { afterEach, describe, expect, it } from 'vitest';
import { checkTarget, type CheckReport } from '../../../src/cli/compose/check-target.ts';
import { findConfig } from '../../../src/cli/compose/find-config.ts';
import { findTarget } from '../../../src/cli/compose/find-target.ts';
import { describeCheck } from '../../../src/cli/output/describe-check.ts';
import { makeHome, type Home } from '../../e2e/evenkeel.ts';
import { fillRuns, writeInto } from '../../e2e/fill-runs.ts';

const NOW = 1_800_000_000_000_000;
const HOUR = 3_600_000_000;
const CONFIG = 'targets: { local: { provider: { kind: local }, jobs: { cpu: { count: 20 } } } }\n';
/** 20 jobs of about a second. */
const JOBS = Array.from({ length: 20 }, (_, index) => 1 + (index % 5) / 100);

let home: Home | undefined;
afterEach(() => home?.remove());

/** Eight runs an hour apart as the baseline, then eight with these jobs. */
async function checked(jobs: readonly number[]): Promise<CheckReport> {
  const place = (home = makeHome(CONFIG));
  const runs = Array.from({ length: 16 }, (_, index) => ({ startedAt: NOW - (16 - index) * HOUR, seconds: index < 8 ? JOBS : jobs }));
  const uids = await fillRuns(place, runs.slice(0, 8));
  await writeInto(place, (writer) =>
    writer.setBaseline({ name: 'main', runs: uids, movedBy: 'a test', reason: 'a test', at: NOW - 8 * HOUR }),
  );
  await fillRuns(place, runs.slice(8));
  const config = findConfig(undefined, place.folder);
  return place.read((reader) =>
    checkTarget(config, reader, { now: NOW, target: findTarget(config, undefined), baseline: 'main', seed: 1 }),
  );
}

describe('checkTarget', () => {
  it('tells that jobs fail more often than in the baseline, and changes no verdict for it', async () => {
    const report = await checked(JOBS.map((seconds, index) => (index % 5 === 4 ? Number.NaN : seconds)));
    expect(report.failures).toMatchObject([
      { subject: { kind: 'job', key: 'cpu' }, isMore: true, baseline: { failed: 0 }, window: { n: report.runs.length * 20 } },
    ]);
    expect(report.verdict).not.toBe('regression');
    expect(describeCheck(report, [], 0)).toMatch(/^fails more often: job cpu: \d+ of \d+ failed, of the baseline 0 of 160 \(p \d.*\)$/m);
  });

  it('says nothing of failures where none were added', async () => {
    const report = await checked(JOBS);
    expect(report.failures).toMatchObject([{ isMore: false, window: { failed: 0 } }]);
    expect(describeCheck(report, [], 0)).not.toContain('fails more often');
  });
});
