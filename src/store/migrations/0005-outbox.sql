-- A message is about an incident or about a finding. body: what is to be sent, JSON. maybe_sent: it was sent, or may have been; whoever sends it again looks
-- for it there first. void: no longer called for. Ids stand in messages that were sent, and are never given again.
create table outbox_of_both(id integer primary key autoincrement, incident int references incidents, finding int references findings, channel text not null,
  event text not null, body text not null default '{}', remote_key text, state text not null check(state in('due','sent','dead','void')),
  attempts int not null, created_at int not null default 0, tried_at int, next_at int not null, maybe_sent int not null default 0 check(maybe_sent in(0, 1)),
  last_error text, check((incident is null) <> (finding is null))) strict;
insert into outbox_of_both(id, incident, channel, event, remote_key, state, attempts, next_at, last_error)
  select id, incident, channel, event, remote_key, state, attempts, next_at, last_error from outbox;
drop table outbox;
alter table outbox_of_both rename to outbox;
create unique index outbox_incident on outbox(incident, channel, event) where incident is not null;
create unique index outbox_finding on outbox(finding, channel, event) where finding is not null;
create index outbox_open on outbox(channel, state) where state in('due','dead');
-- A finding in somebody's tracker. since: the newest row of its history that the ticket was made with. ours, theirs: the pair of statuses on which both
-- sides agreed last; null before they ever did.
create table tickets(finding int not null references findings, channel text not null, remote_id text not null, key text not null, url text not null,
  since int not null, ours text, theirs text, agreed_at int, primary key(finding, channel)) strict, without rowid;
-- A server that asked for patience is left alone until then.
create table channels(name text primary key, paused_until int not null) strict, without rowid;
