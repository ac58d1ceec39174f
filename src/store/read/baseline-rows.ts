import type { BaselineRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';

type Flat = Omit<BaselineRow, 'runs' | 'accepts'>;

/** Reads baselines with the uids of their runs, oldest run first, and the judgements that moved them. */
export function baselineRows(db: Database) {
  const columns = 'id, name, version, from_at as fromAt, to_at as toAt, moved_by as movedBy, reason, at';
  const byId = db.prepare(`select ${columns} from baselines where id = ?`);
  const newest = db.prepare(`select ${columns} from baselines where name = ? order by version desc limit 1`);
  const all = db.prepare(`select ${columns} from baselines order by name, version`);
  const runs = db
    .prepare('select r.uid from baseline_runs b join runs r on r.id = b.run where b.baseline = ? order by r.started_at, r.id')
    .pluck();
  const accepts = db.prepare('select id from judgements where accepted_into = ? order by id').pluck();
  const whole = (row: Flat): BaselineRow => ({ ...row, runs: runs.all(row.id) as string[], accepts: accepts.all(row.id) as number[] });
  return {
    byId: (id: number): BaselineRow => whole(byId.get(id) as Flat),
    newest: (name: string): BaselineRow | undefined => {
      const row = newest.get(name) as Flat | undefined;
      return row && whole(row);
    },
    all: (): readonly BaselineRow[] => (all.all() as Flat[]).map(whole),
  };
}
