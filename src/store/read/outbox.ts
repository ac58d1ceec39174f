import type { StoreReader } from '../api.ts';
import type { MessageRow, TicketRow } from '../rows.ts';
import type { Database } from '../sqlite.ts';

/** Messages about findings, and the tickets they have. */
export function outboxReader(db: Database) {
  const messages = db.prepare(
    `select id, finding, channel, event, body, state, attempts, created_at as createdAt, tried_at as triedAt, next_at as nextAt, maybe_sent as maybeSent,
       last_error as lastError
     from outbox where finding is not null and channel = @channel and (@state is null or state = @state) order by id`,
  );
  const tickets = db.prepare(
    `select finding, channel, remote_id as remoteId, key, url, since, ours, theirs, agreed_at as agreedAt from tickets
     where channel = @channel and (@finding is null or finding = @finding) order by finding`,
  );
  const pausedUntil = db.prepare('select paused_until from channels where name = ?').pluck();
  return {
    messages: ({ channel, state }: Parameters<StoreReader['messages']>[0]): readonly MessageRow[] =>
      (messages.all({ channel, state: state ?? null }) as (Omit<MessageRow, 'maybeSent'> & { readonly maybeSent: number })[]).map(
        (row) => ({
          ...row,
          maybeSent: row.maybeSent === 1,
        }),
      ),
    tickets: ({ channel, finding }: Parameters<StoreReader['tickets']>[0]) =>
      tickets.all({ channel, finding: finding ?? null }) as readonly TicketRow[],
    pausedUntil: (channel: string): number | null => (pausedUntil.get(channel) as number | undefined) ?? null,
  };
}
