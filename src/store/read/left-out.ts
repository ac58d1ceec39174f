import type { Database } from '../sqlite.ts';
import type { Window } from '../window-rows.ts';

export type LeftOut = ReturnType<typeof leftOutLooks>;

/**
 * Looks whose samples do not count: of acts that failed or say nothing, of retries, and of runs. They are few, so that samples are read
 * without their observations. Whoever has read all looks of a subject says which they were, and they are not read again.
 */
export function leftOutLooks(db: Database) {
  const query = db
    .prepare('select id from observations where subject = ? and at >= ? and at < ? and (outcome >= 2 or attempt > 0 or run is not null)')
    .pluck();
  let known: Window & { readonly subject: number; readonly ids: readonly number[] } = { subject: 0, from: 0, to: 0, ids: [] };
  const read = (subject: number, from: number, to: number): readonly number[] => query.all(subject, from, to) as number[];
  return {
    remember(subject: number, { from, to }: Window, ids: readonly number[]): void {
      known = { subject, from, to, ids };
    },
    of(subject: number, { from, to }: Window): readonly number[] {
      if (known.subject !== subject || known.from < from || known.to !== to) known = { subject, from, to, ids: read(subject, from, to) };
      return known.from === from ? known.ids : [...read(subject, from, known.from), ...known.ids];
    },
  };
}
