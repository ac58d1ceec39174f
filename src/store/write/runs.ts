import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { known } from './known.ts';
import type { Names } from './names.ts';

/** Runs, their executions and their instances. */
export function runWriter(db: Database, session: number, names: Names) {
  const addRun = db.prepare(
    `insert into runs(uid, session, campaign, target, seed, config, plan, environment, shares_host, started_at, state)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')`,
  );
  const endRun = db.prepare('update runs set state = ?, exit = ?, ended_at = ? where id = ?');
  const addExecution = db.prepare(`insert into executions(run, scenario, engine, started_at, state) values (?, ?, ?, ?, 'running')`);
  const endExecution = db.prepare('update executions set state = ?, exit = ?, summary = ?, ended_at = ? where id = ?');
  const addInstance = db.prepare('insert into instances(run, ordinal, target, flavour) values (?, ?, ?, ?)');
  const describeInstance = db.prepare('update instances set host_key = ?, cpu_model = ?, context = ? where id = ?');

  return {
    startRun(run: Args<'startRun'>[0]): number {
      const { uid, campaign, seed, config, startedAt } = run;
      const target = names.target(run.target, run.targetKind);
      const texts = [config, JSON.stringify(run.plan), JSON.stringify(run.environment)];
      return Number(addRun.run(uid, session, campaign, target, seed, ...texts, run.sharesHost ? 1 : 0, startedAt).lastInsertRowid);
    },
    endRun(id: number, end: Args<'endRun'>[1]): void {
      known(endRun.run(end.state, end.exit, end.endedAt, id), 'run', id);
    },
    startExecution({ run, scenario, engine, startedAt }: Args<'startExecution'>[0]): number {
      return Number(addExecution.run(run, scenario, names.instrument(engine), startedAt).lastInsertRowid);
    },
    endExecution(id: number, end: Args<'endExecution'>[1]): void {
      known(endExecution.run(end.state, end.exit, end.summary, end.endedAt, id), 'execution', id);
    },
    addInstance({ run, ordinal, target, flavour }: Args<'addInstance'>[0]): number {
      return Number(addInstance.run(run, ordinal, names.target(target), flavour).lastInsertRowid);
    },
    describeInstance(id: number, { hostKey, cpuModel, context }: Args<'describeInstance'>[1]): void {
      known(describeInstance.run(hostKey, cpuModel, context, id), 'instance', id);
    },
  };
}
