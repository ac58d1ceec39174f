import type { Document } from '../../../reports/document.ts';
import { regressionDocument } from '../../../reports/regression/document.ts';
import { checkTarget } from '../../../src/cli/compose/check-target.ts';
import { findConfig } from '../../../src/cli/compose/find-config.ts';
import { findTarget } from '../../../src/cli/compose/find-target.ts';
import { regressionOf } from '../../../src/cli/compose/report-regression.ts';
import { storeVerdicts } from '../../../src/cli/compose/store-verdicts.ts';
import { makeHome, type Home } from '../../e2e/evenkeel.ts';
import { fillRuns, writeInto } from '../../e2e/fill-runs.ts';

const NOW = 1_800_000_000_000_000;
const HOUR = 3_600_000_000;
const CONFIG = 'targets: { local: { provider: { kind: local }, jobs: { cpu: { count: 20 } } } }\n';

/** Eight runs an hour apart as the baseline, then eight whose jobs take `ratio` times as long, and what the check of them stored. */
export async function checkedHome(ratio: number): Promise<Home> {
  const home = makeHome(CONFIG);
  const seconds = (run: number): readonly number[] =>
    Array.from({ length: 20 }, (_, job) => (1 + (job % 5) / 100 + (run % 4) / 200) * (run < 8 ? 1 : ratio));
  const runs = Array.from({ length: 16 }, (_, run) => ({ startedAt: NOW - (16 - run) * HOUR, seconds: seconds(run) }));
  const uids = await fillRuns(home, runs.slice(0, 8));
  const baseline = { name: 'main', runs: uids, movedBy: 'a test', reason: 'as it was sold', at: NOW - 8 * HOUR };
  await writeInto(home, (writer) => writer.setBaseline(baseline));
  await fillRuns(home, runs.slice(8));
  const config = findConfig(undefined, home.folder);
  const options = { now: NOW, target: findTarget(config, undefined), baseline: 'main', seed: 1 };
  const report = await home.read((reader) => checkTarget(config, reader, options));
  await writeInto(home, async (writer) => {
    await storeVerdicts(report, writer, { at: NOW, seed: 1 });
    await writer.addEvent({ at: NOW - 8 * HOUR, until: null, target: 'local', kind: 'upgrade', text: 'New hypervisor' });
  });
  return home;
}

/** The report of a check that found jobs a fifth slower. */
export async function regressionOfPlant(): Promise<Document> {
  const home = await checkedHome(1.2);
  try {
    return regressionDocument(await home.read((reader) => regressionOf(reader, 'local')));
  } finally {
    home.remove();
  }
}
