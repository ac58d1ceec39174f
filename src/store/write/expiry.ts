import { setImmediate as othersWrite } from 'node:timers/promises';
import { OBSERVED_SAMPLES } from '../read/observed-samples.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';

/** Acts that stand for a look at a target; all others count as jobs. */
const PROBE_KINDS = new Set(['probe', 'api_call', 'self']);
const OBSERVATIONS_PER_TRANSACTION = 200;
const FREE_PAGES_PER_TRANSACTION = 1_000;

type Sample = { readonly series: number; readonly at: number; readonly obs: number; readonly n: number };

/** Retention: raw rows go, what was not ok and what a finding cites stays, and so does every unit of evidence. */
export function expiryWriter(db: Database, summariseRun: (run: number) => void) {
  // What was imported may be older than any keep time, and its file would not be read again.
  const subjects = db.prepare(`select id, kind from subjects where kind <> 'import'`);
  const old = db.prepare(
    `select o.id, o.at from observations o where o.subject = @subject and o.outcome = 0 and o.at < @before and (o.at, o.id) > (@at, @id)
       and not exists (select 1 from finding_links l where l.kind = 'observation' and l.ref = cast(o.id as text))
       and not exists (select 1 from runs r where r.id = o.run and r.state = 'running')
     order by o.at, o.id limit ${OBSERVATIONS_PER_TRANSACTION}`,
  );
  const unsummarised = db
    .prepare(
      `select distinct o.run from observations o where o.subject = ? and o.at < ? and o.run is not null
       and not exists (select 1 from unit_stats u where u.run = o.run) and exists (select 1 from runs r where r.id = o.run and r.state <> 'running')`,
    )
    .pluck();
  const samplesOf = db.prepare(
    `select s.series, s.at, s.obs, s.n from ${OBSERVED_SAMPLES}
     where o.id = ?`,
  );
  const dropSample = db.prepare('delete from samples where series = @series and at = @at and obs = @obs and n = @n');
  const dropObservation = db.prepare('delete from observations where id = ?');
  const dropEvidence = db.prepare(
    `delete from evidence where rowid in (select e.rowid from evidence e where e.pinned = 0
       and not exists (select 1 from observations o where o.evidence = e.sha256) limit ${OBSERVATIONS_PER_TRANSACTION})`,
  );

  const drop = db.transaction((ids: readonly number[]): number => {
    let samples = 0;
    for (const id of ids) {
      for (const sample of samplesOf.all(id) as Sample[]) samples += dropSample.run(sample).changes;
      dropObservation.run(id);
    }
    return samples;
  });

  return {
    /** Lets other writes in between its transactions; ends early when the store is closed meanwhile. */
    async expire(...[at, keep]: Args<'expire'>): Promise<{ readonly samples: number; readonly observations: number }> {
      const total = { samples: 0, observations: 0 };
      for (const { id: subject, kind } of subjects.all() as { id: number; kind: string }[]) {
        const before = at - (PROBE_KINDS.has(kind) ? keep.probesMs : keep.jobsMs) * 1_000;
        for (const run of unsummarised.all(subject, before) as number[]) summariseRun(run);
        for (let last = { id: 0, at: Number.MIN_SAFE_INTEGER }; ;) {
          const batch = old.all({ subject, before, ...last }) as { id: number; at: number }[];
          const end = batch.at(-1);
          if (end === undefined) break;
          total.samples += drop.immediate(batch.map(({ id }) => id));
          total.observations += batch.length;
          last = end;
          await othersWrite();
          if (!db.open) return total;
        }
      }
      while (dropEvidence.run().changes > 0);
      for (let free = freePages(db); free > 0;) {
        db.pragma(`incremental_vacuum(${FREE_PAGES_PER_TRANSACTION})`);
        const left = freePages(db);
        if (left >= free) break;
        free = left;
      }
      return total;
    },
  };
}

function freePages(db: Database): number {
  return db.pragma('freelist_count', { simple: true }) as number;
}
