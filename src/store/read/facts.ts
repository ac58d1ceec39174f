import { HarnessError } from '../../core/errors.ts';
import type { FindingRow, RunFacts, RunRow, SampleRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';
import type { findingReader } from './findings.ts';
import type { observationReader } from './observations.ts';
import type { runReader } from './runs.ts';
import type { sampleReader } from './samples.ts';

export interface FactSources {
  readonly runs: ReturnType<typeof runReader>;
  readonly observations: ReturnType<typeof observationReader>;
  readonly samples: ReturnType<typeof sampleReader>;
  readonly findings: ReturnType<typeof findingReader>;
}

/** Everything a report needs, in one read transaction. Runs in the order asked, each once; an unknown one is HarnessError `unknown-id`. */
export function factsReader(db: Database, { runs, observations, samples, findings }: FactSources) {
  const facts = db.transaction((uids: readonly string[]): RunFacts => {
    const rows = [...new Set(uids)].map((uid): RunRow => {
      const run = runs.run(uid);
      if (run !== undefined) return run;
      throw new HarnessError('unknown-id', `There is no run ${uid} in this store`, { hint: 'List the runs to find its id' });
    });
    const ids = rows.map(({ id }) => id);
    const seen = ids.flatMap((id) => observations.ofRun(id));
    const values: readonly SampleRow[] = ids.flatMap((id) => samples.ofRun(id));
    const from = Math.min(...rows.map((run) => run.startedAt));
    // A run without an end has lasted at least until its last act.
    const lastAct = seen.reduce((last, { at, tookUs }) => Math.max(last, at + tookUs), from);
    const to = Math.max(...rows.map((run) => run.endedAt ?? lastAct)) + 1;
    const found = new Map<number, FindingRow>(
      rows.flatMap(({ uid }) => findings.findings({ run: uid }).map((finding) => [finding.id, finding])),
    );
    return {
      runs: rows,
      executions: ids.flatMap((id) => runs.executions(id)),
      instances: ids.flatMap((id) => runs.instances(id)),
      resources: ids.flatMap((id) => runs.resources(id)),
      observations: seen.toSorted((a, b) => a.at - b.at || a.id - b.id),
      samples: values.toSorted((a, b) => a.at - b.at || a.obs - b.obs || a.series - b.series || a.n - b.n),
      gaps: rows.length === 0 ? [] : findings.gaps(from, to),
      events: rows.length === 0 ? [] : findings.events({ from, to }),
      findings: [...found.values()].toSorted((a, b) => a.id - b.id),
    };
  });
  return { facts: (uids: readonly string[]): RunFacts => facts.deferred(uids) };
}
