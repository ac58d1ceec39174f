import { isAlive } from '../session.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';

/** Messages about findings: due until they are sent, given up (dead), or no longer called for (void). `own`: uid of this session, `folder`: locks of all. */
export function outboxWriter(db: Database, own: string, folder: string) {
  const add = db.prepare(
    `insert into outbox(finding, channel, event, body, state, attempts, created_at, next_at, maybe_sent)
     values (@finding, @channel, @event, @body, 'due', 0, @at, @at, 0)
     on conflict(finding, channel, event) where finding is not null
     do update set state = 'due', body = excluded.body, attempts = 0, next_at = excluded.next_at, last_error = null where state = 'void'`,
  );
  const supersede = db.prepare(
    `update outbox set state = 'void', last_error = 'a newer one took its place'
     where finding = @finding and channel = @channel and event <> @event and event like @kind || ':%' and state in('due','dead')`,
  );
  const claim = db.prepare(
    `update outbox set attempts = attempts + 1, tried_at = @at, maybe_sent = 1, next_at = @until, claimed_by = @own where id = @id and state = 'due' and next_at <= @at`,
  );
  const settle = db.prepare(
    'update outbox set state = @state, maybe_sent = @maybeSent, last_error = @error, next_at = @nextAt, attempts = attempts - @free, claimed_by = null where id = @id',
  );
  const claimers = db
    .prepare(`select distinct claimed_by from outbox where state = 'due' and claimed_by is not null and claimed_by <> ?`)
    .pluck();
  const free = db.prepare(`update outbox set claimed_by = null, next_at = min(next_at, ?) where state = 'due' and claimed_by = ?`);
  const revive = db.prepare(
    `update outbox set state = 'due', attempts = 0, next_at = @at where channel = @channel and state = 'dead'
       and (@findings is null or finding in (select value from json_each(@findings)))`,
  );
  const pause = db.prepare(
    `insert into channels(name, paused_until) values (?, ?) on conflict(name) do update set paused_until = max(paused_until, excluded.paused_until)`,
  );
  const queue = db.transaction(({ supersedes, ...message }: Args<'queueMessage'>[0]): void => {
    add.run(message);
    if (supersedes !== undefined)
      supersede.run({ finding: message.finding, channel: message.channel, event: message.event, kind: supersedes });
  });
  return {
    queueMessage: (message: Args<'queueMessage'>[0]): void => queue.immediate(message),
    claimMessage(id: number, at: number, until: number): boolean {
      // After a power cut too it must be known that this may have been sent.
      db.pragma('synchronous = FULL');
      try {
        return claim.run({ id, at, until, own }).changes === 1;
      } finally {
        db.pragma('synchronous = NORMAL');
      }
    },
    settleMessage(id: number, end: Args<'settleMessage'>[1]): void {
      settle.run({ id, ...end, maybeSent: Number(end.maybeSent), free: Number(end.isFree === true) });
    },
    async freeClaims(at: number): Promise<void> {
      for (const uid of claimers.all(own) as string[]) if (!(await isAlive(folder, uid, []))) free.run(at, uid);
    },
    reviveMessages({ channel, findings, at }: Args<'reviveMessages'>[0]): number {
      return revive.run({ channel, at, findings: findings === undefined ? null : JSON.stringify(findings) }).changes;
    },
    pauseChannel: (channel: string, until: number): void => void pause.run(channel, until),
  };
}
