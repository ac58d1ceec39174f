import { HarnessError } from '../../core/errors.ts';
import type { BaselineRow } from '../rows.ts';
import { baselineRows } from '../read/baseline-rows.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { judgementWriter } from './judgements.ts';
import { evidencePins } from './pins.ts';

type Run = { readonly id: number; readonly state: string; readonly startedAt: number; readonly endedAt: number };

/** Baselines: a name moves by getting a new version; the old ones stay. */
export function baselineWriter(db: Database, summariseRun: (run: number) => void) {
  const rows = baselineRows(db);
  const pins = evidencePins(db);
  const judgements = judgementWriter(db);
  const findRun = db.prepare('select id, state, started_at as startedAt, ended_at as endedAt from runs where uid = ?');
  const hasUnits = db.prepare('select 1 from unit_stats where run = ? limit 1').pluck();
  const add = db.prepare(
    `insert into baselines(name, version, from_at, to_at, moved_by, reason, at)
     select @name, coalesce(max(version), 0) + 1, @fromAt, @toAt, @movedBy, @reason, @at from baselines where name = @name`,
  );
  const addRun = db.prepare('insert into baseline_runs(baseline, run) values (?, ?)');
  const addUnits = db.prepare(
    'insert into baseline_units(baseline, series, run, instance) select ?, series, run, instance from unit_stats where run = ?',
  );

  const finished = (uid: string): Run => {
    const run = findRun.get(uid) as Run | undefined;
    if (run?.state === 'done') return run;
    throw new HarnessError(
      'unknown-id',
      run === undefined
        ? `There is no run ${uid} in this store`
        : `The run ${uid} is ${run.state}, not done: it cannot be part of a baseline`,
      { hint: 'Name runs that ended by themselves' },
    );
  };
  const set = db.transaction((runs: readonly Run[], baseline: Args<'setBaseline'>[0]): number => {
    const { name, movedBy, reason, at, accepts = [] } = baseline;
    const [fromAt, toAt] = [Math.min(...runs.map((run) => run.startedAt)), Math.max(...runs.map((run) => run.endedAt))];
    const id = Number(add.run({ name, movedBy, reason, at, fromAt, toAt }).lastInsertRowid);
    for (const run of runs) {
      addRun.run(id, run.id);
      addUnits.run(id, run.id);
      pins.run(run.id);
    }
    for (const judgement of accepts) judgements.accept(judgement, { by: movedBy, at, into: id });
    return id;
  });
  return {
    setBaseline(baseline: Args<'setBaseline'>[0]): BaselineRow {
      const runs = [...new Set(baseline.runs)].map(finished);
      if (runs.length === 0) {
        throw new HarnessError('usage', `The baseline ${baseline.name} got no runs`, { hint: 'Name at least one run that is done' });
      }
      for (const run of runs) if (hasUnits.get(run.id) === undefined) summariseRun(run.id);
      return rows.byId(set.immediate(runs, baseline));
    },
  };
}
