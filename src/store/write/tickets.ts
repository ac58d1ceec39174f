import type { FindingStatus } from '../../core/finding.ts';
import type { Database } from '../sqlite.ts';
import type { Args } from './args.ts';
import { findingRows } from './finding-rows.ts';

/** Findings in somebody's tracker. `change`: the register's own way to change a finding, within the caller's transaction. Instants µs. */
export function ticketWriter(db: Database, change: (id: number, wanted: Args<'changeFinding'>[1]) => void) {
  const rows = findingRows(db);
  const add = db.prepare(
    `insert into tickets(finding, channel, remote_id, key, url, since) values (@finding, @channel, @remoteId, @key, @url, @since) on conflict do nothing`,
  );
  const setKey = db.prepare('update findings set remote_key = ? where id = ?');
  const sent = db.prepare(
    `update outbox set state = 'sent', maybe_sent = 1, last_error = null, remote_key = @key, next_at = @at, claimed_by = null where id = @message`,
  );
  const agree = db.prepare(
    `update tickets set ours = @ours, theirs = @theirs, agreed_at = @at
     where finding = @finding and channel = @channel and ours is @beforeOurs and theirs is @beforeTheirs`,
  );
  // What could not be moved is where it should be.
  const needless = db.prepare(
    `update outbox set state = 'void' where finding = @finding and channel = @channel and event like 'move:%' and state = 'dead'`,
  );
  const status = db.prepare('select status from findings where id = ?').pluck();
  const newest = db.prepare('select max(at) from finding_history where finding = ?').pluck();
  const note = db.prepare(
    `insert into outbox(finding, channel, event, state, attempts, created_at, next_at, last_error)
     values (@finding, @channel, @event, 'void', 0, @at, @at, 'it came from there') on conflict do nothing`,
  );

  const link = db.transaction((ticket: Args<'linkTicket'>[0]): void => {
    add.run(ticket);
    setKey.run(ticket.key, ticket.finding);
    rows.link(ticket.finding, { kind: 'url', ref: ticket.url });
    sent.run(ticket);
  });
  const agreeOn = db.transaction(({ before, ...pair }: Args<'agreeOnStatus'>[0]): boolean => {
    if (agree.run({ ...pair, beforeOurs: before.ours, beforeTheirs: before.theirs }).changes === 0) return false;
    needless.run(pair);
    return true;
  });
  const take = db.transaction((taken: Args<'takeStatus'>[0]): number | null => {
    const { finding, channel, have, ours, at, who, reason, basis } = taken;
    // Somebody changed it meanwhile: the next look at both sides sees that.
    if ((status.get(finding) as FindingStatus | undefined) !== have || !agreeOn(taken)) return null;
    change(finding, { status: ours, ...(basis === null ? {} : { basis }), at, who, reason });
    const writtenAt = newest.get(finding) as number;
    if (!taken.isTold) note.run({ finding, channel, event: `comment:${writtenAt}`, at });
    return writtenAt;
  });
  return {
    linkTicket: (ticket: Args<'linkTicket'>[0]): void => link.immediate(ticket),
    agreeOnStatus: (pair: Args<'agreeOnStatus'>[0]): boolean => agreeOn.immediate(pair),
    takeStatus: (taken: Args<'takeStatus'>[0]): number | null => take.immediate(taken),
  };
}
