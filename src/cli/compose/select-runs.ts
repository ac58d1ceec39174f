import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import type { StoreReader } from '../../store/api.ts';
import type { RunRow } from '../../store/rows.ts';
import { findTarget } from './find-target.ts';

/** The runs a name on the command line means: a campaign's finished runs, or one run by its uid. Oldest first. */
export async function selectRuns(reader: StoreReader, name: string): Promise<readonly RunRow[]> {
  const run = await reader.run(name);
  if (run !== undefined) return [run];
  const runs = (await reader.runs({ campaign: name })).filter(({ state }) => state === 'done');
  if (runs.length === 0) {
    throw new HarnessError('unknown-id', `There is no campaign with finished runs, and no run, called "${name}"`, {
      hint: '`evenkeel campaign list` shows the campaigns.',
    });
  }
  return runs.toSorted((a, b) => a.startedAt - b.startedAt);
}

/** The newest run of a target that ended, whatever its state; also of one that the config does not have any more. */
export async function newestRun(reader: StoreReader, config: Config, target: string): Promise<RunRow> {
  const run = (await reader.runs({ target, last: 20 })).find(({ state }) => state !== 'running');
  if (run === undefined) findTarget(config, target);
  if (run === undefined) throw new HarnessError('no-data', `There is no run of ${target} yet`, { hint: 'Run `evenkeel run` first.' });
  return run;
}
