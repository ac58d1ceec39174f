import { HarnessError } from '../../core/errors.ts';
import { OBSERVATION_WIDTH, type FactColumns } from '../fact-columns.ts';
import type { FindingRow, RunRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import { factColumns } from './fact-columns.ts';
import type { findingReader } from './findings.ts';
import type { runReader } from './runs.ts';

export interface FactSources {
  readonly runs: ReturnType<typeof runReader>;
  readonly findings: ReturnType<typeof findingReader>;
}

/** Everything a report needs, in one read transaction. Runs in the order asked, each once; an unknown one is HarnessError `unknown-id`. */
export function factsReader(db: Database, { runs, findings }: FactSources) {
  const columns = factColumns(db);
  const facts = db.transaction((uids: readonly string[]): FactColumns => {
    const rows = [...new Set(uids)].map((uid): RunRow => {
      const run = runs.run(uid);
      if (run !== undefined) return run;
      throw new HarnessError('unknown-id', `There is no run ${uid} in this store`, { hint: 'List the runs to find its id' });
    });
    const ids = rows.map(({ id }) => id);
    const seen = columns.observationsOfRuns(ids);
    const from = Math.min(...rows.map((run) => run.startedAt));
    // A run without an end has lasted at least until its last act.
    const lastAct = lastEnd(seen.rows, from);
    const to = Math.max(...rows.map((run) => run.endedAt ?? lastAct)) + 1;
    const found = new Map<number, FindingRow>(
      rows.flatMap(({ uid }) => findings.findings({ run: uid }).map((finding) => [finding.id, finding])),
    );
    return {
      runs: rows,
      executions: ids.flatMap((id) => runs.executions(id)),
      instances: ids.flatMap((id) => runs.instances(id)),
      resources: ids.flatMap((id) => runs.resources(id)),
      observations: seen,
      samples: columns.samplesOfRuns(ids),
      gaps: rows.length === 0 ? [] : findings.gaps(from, to),
      events: rows.length === 0 ? [] : findings.events({ from, to }),
      findings: [...found.values()].toSorted((a, b) => a.id - b.id),
    };
  });
  return { facts: (uids: readonly string[]): FactColumns => facts.deferred(uids) };
}

function lastEnd(rows: Float64Array, from: number): number {
  let last = from;
  for (let row = 0; row < rows.length; row += OBSERVATION_WIDTH)
    last = Math.max(last, (rows[row + 1] as number) + (rows[row + 2] as number));
  return last;
}
