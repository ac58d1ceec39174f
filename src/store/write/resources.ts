import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { known } from './known.ts';

/** The ledger of everything created in a cloud. */
export function resourceWriter(db: Database) {
  const intend = db.prepare(
    `insert into resources(run, instance, provider, kind, name, state, intended_at, expires_at) values (?, ?, ?, ?, ?, 'intended', ?, ?)`,
  );
  // What is gone stays gone, however late another answer arrives.
  const setState = db.prepare(
    `update resources set state = case when state = 'gone' then 'gone' else @state end,
       external_id = coalesce(@externalId, external_id), last_error = coalesce(@error, last_error),
       attempts = attempts + (@state = 'releasing' and state <> 'gone'),
       gone_at = case when state <> 'gone' and @state = 'gone' then @at else gone_at end
     where name = @name`,
  );
  return {
    intend({ run, instance, provider, kind, name, intendedAt, expiresAt }: Args<'intend'>[0]): void {
      // Losing power between intent and answer must not leave a machine that nobody knows of: this commit is synced.
      db.pragma('synchronous = FULL');
      try {
        intend.run(run, instance, provider, kind, name, intendedAt, expiresAt);
      } finally {
        db.pragma('synchronous = NORMAL');
      }
    },
    resourceState(...[name, state, change]: Args<'resourceState'>): void {
      const values = { name, state, at: change.at, externalId: change.externalId ?? null, error: change.error ?? null };
      known(setState.run(values), 'resource', name);
    },
  };
}
