-- Instants are µs since 1970 (UTC). auto_vacuum, journal_mode and application_id are set by the code that runs this.

create table store_info(id integer primary key check(id = 1), uid text not null, created_at int not null) strict;

-- who observes, and each life of a process
create table observers(id integer primary key, uid text not null unique, name text not null unique, place text) strict;
create table sessions(id integer primary key, uid text not null unique, observer int not null references observers,
  kind text not null check(kind in('up','run','import')), version text not null, config text not null,
  started_at int not null, beat_at int not null, ended_at int, end_reason text) strict;
create index sessions_open on sessions(id) where ended_at is null;
create table imports(session int not null references sessions, mapping_sha text not null, content_sha text not null, bytes int not null,
  rows int not null, bad_rows int not null, primary key(mapping_sha, content_sha)) strict, without rowid;

-- what is measured, and with what
create table targets(id integer primary key, name text not null unique, kind text not null) strict;
create table metrics(id integer primary key, name text not null unique, kind text not null, unit text not null,
  worse text not null check(worse in('up','down','either')), builtin int not null, help text not null) strict;
create table instruments(id integer primary key, name text not null, version text not null, params text not null, comparable text not null,
  unique(name, version, params)) strict;
-- tags: JSON with sorted keys, long-lived keys only
create table series(id integer primary key, metric int not null references metrics, target int not null references targets,
  observer int not null references observers, comparable text not null, tags text not null, clock text not null check(clock in('utc','index')),
  unique(metric, target, observer, comparable, tags, clock)) strict;
create index series_target on series(target);

-- runs and what was rented for them
create table runs(id integer primary key, uid text not null unique, session int not null references sessions, campaign text,
  target int not null references targets, seed int not null, config text not null, plan text not null, environment text not null,
  shares_host int not null check(shares_host in(0, 1)), started_at int not null, ended_at int,
  state text not null check(state in('running','done','aborted','not_started')), exit int) strict;
create index runs_session on runs(session);
create index runs_campaign on runs(campaign, started_at);
create table executions(id integer primary key, run int not null references runs, scenario text not null, engine int not null references instruments,
  started_at int not null, ended_at int,
  state text not null check(state in('running','passed','threshold','script_error','no_data','aborted','not_started')),
  exit int, summary text) strict;
create index executions_run on executions(run);
-- instances with the same host_key are one unit of evidence
create table instances(id integer primary key, run int not null references runs, ordinal int not null, target int not null references targets,
  flavour text not null, host_key text, cpu_model text, context text, unique(run, ordinal)) strict;
create table resources(id integer primary key, instance int references instances, run int not null references runs, provider text not null,
  kind text not null, name text not null unique, external_id text,
  state text not null check(state in('intended','created','releasing','gone','lost')), intended_at int not null, expires_at int not null,
  gone_at int, attempts int not null default 0, last_error text) strict;
create index resources_run on resources(run);
create index resources_open on resources(expires_at) where state <> 'gone';

-- the plan and what became of it; a changed spec is a new row
create table schedules(id integer primary key, key text not null, kind text not null check(kind in('cron','interval')), spec text not null,
  valid_from int not null, valid_to int) strict;
create unique index schedules_current on schedules(key) where valid_to is null;
create index schedules_key on schedules(key);
-- cron only: an interval tick is its observation
create table slots(schedule int not null references schedules, due_at int not null, session int not null references sessions, run int references runs,
  state text not null check(state in('running','done','failed','timed_out','aborted','skipped','missed')),
  primary key(schedule, due_at)) strict, without rowid;
create table gaps(id integer primary key, observer int not null references observers, session int not null references sessions, schedule text,
  from_at int not null, to_at int not null, ticks int not null,
  reason text not null check(reason in('down','suspend','clock','overlap','overload','maintenance','uplink'))) strict;
create index gaps_to on gaps(to_at);

-- acts and their numbers
create table evidence(sha256 blob primary key, media text not null, bytes int not null, truncated int not null, at int not null,
  pinned int not null default 0, gz blob not null) strict;
create table subjects(id integer primary key,
  kind text not null check(kind in('probe','job','phase','api_call','load','import','self')), key text not null,
  target int not null references targets, observer int not null references observers, unique(kind, key, target, observer)) strict;
-- at = start, wall; outcome 0 ok 1 slow 2 failed 3 unknown; attempt > 0 = a retry, not in shares; marks = trouble of our own.
-- autoincrement: an id that a finding cites, or a reader follows, is never given again.
-- samples_from, samples_to: where the act's samples lie when not all at `at`.
create table observations(id integer primary key autoincrement, session int not null, seq int not null, subject int not null, at int not null,
  took_us int not null, due_at int, attempt int not null default 0, run int, instance int, instrument int not null,
  outcome int not null check(outcome between 0 and 3), code text, marks int not null default 0, evidence blob,
  samples_from int, samples_to int) strict;
create unique index observations_seq on observations(session, seq);
create index observations_subject on observations(subject, at);
create index observations_run on observations(run) where run is not null;
create index observations_evidence on observations(evidence) where evidence is not null;
-- every series a subject ever gave: the way from an observation to its samples without an index of them
create table subject_series(subject int not null references subjects, series int not null references series, primary key(subject, series)) strict, without rowid;
-- n: tie number; (series, at) is not unique in real data
create table samples(series int not null, at int not null, obs int not null, n int not null, value real,
  primary key(series, at, obs, n)) strict, without rowid;
create table buckets(series int not null, step int not null, at int not null, obs int not null, n int not null, sum real not null, min real not null,
  max real not null, sketch blob not null, primary key(series, step, at, obs)) strict, without rowid;
-- one unit of evidence: the values of a series on one instance in one run (instance 0 = not on an instance)
create table unit_stats(series int not null, run int not null, instance int not null, at int not null, n int not null, failed int not null,
  median real, mad real, q1 real, q3 real, mean real, sd real, sketch blob, primary key(series, run, instance)) strict, without rowid;
create index unit_stats_run on unit_stats(run);

-- judgement
create table baselines(id integer primary key, name text not null, version int not null, from_at int not null, to_at int not null,
  moved_by text not null, reason text not null, at int not null, unique(name, version)) strict;
create table baseline_runs(baseline int not null references baselines, run int not null references runs, primary key(baseline, run)) strict, without rowid;
create table baseline_units(baseline int not null references baselines, series int not null, run int not null, instance int not null,
  primary key(baseline, series, run, instance)) strict, without rowid;
create table judgements(id integer primary key, at int not null, kind text not null check(kind in('change','verdict','fluctuation','objective')),
  series int not null, baseline int references baselines, method text not null, seed int not null, result text not null,
  accepted_by text, accepted_at int) strict;
create table incidents(id integer primary key, subject int not null references subjects, kind text not null, last_ok_at int,
  first_bad_at int not null, last_bad_at int not null, first_ok_at int, cause int references incidents, acked_by text, acked_at int,
  closed_at int) strict;
create unique index incidents_open on incidents(subject, kind) where closed_at is null;
create unique index incidents_start on incidents(subject, kind, first_bad_at);
create table outbox(id integer primary key, incident int not null references incidents, channel text not null, event text not null, remote_key text,
  state text not null check(state in('due','sent','dead')), attempts int not null, next_at int not null, last_error text,
  unique(incident, channel, event)) strict;
create table findings(id integer primary key, title text not null, impact text not null check(impact in('Low','Medium','High','Critical')),
  description text, target int references targets, reporter text, intended text, status text not null, rule text, opened_at int not null,
  closed_at int, remote_key text) strict;
create unique index findings_open on findings(rule, coalesce(target, 0)) where closed_at is null and rule is not null;
create table finding_history(finding int not null references findings, at int not null, status text not null, who text not null,
  reason text not null, primary key(finding, at)) strict, without rowid;
create table finding_links(finding int not null references findings,
  kind text not null check(kind in('incident','judgement','run','observation','evidence','event','url')), ref text not null,
  primary key(finding, kind, ref)) strict, without rowid;
create index finding_links_ref on finding_links(kind, ref);
create table events(id integer primary key, at int not null, until int, target int references targets, kind text not null, text text not null, ref text) strict;

-- for dashboards: `time` in seconds to draw, `at_us` to filter on, since a computed column loses the range search
create view g_samples as
  select s.at / 1000000.0 as time, s.at as at_us, s.value, m.name as metric, m.unit, t.name as target, b.name as observer, r.tags, r.comparable, s.series,
    s.obs, case o.outcome when 0 then 'ok' when 1 then 'slow' when 2 then 'failed' else 'unknown' end as outcome,
    o.run, o.instance, u.uid as run_uid, u.campaign, i.ordinal
  from samples s
  join series r on r.id = s.series
  join metrics m on m.id = r.metric
  join targets t on t.id = r.target
  join observers b on b.id = r.observer
  join observations o on o.id = s.obs
  left join runs u on u.id = o.run
  left join instances i on i.id = o.instance;
create view g_observations as
  select o.at / 1000000.0 as time, o.at as at_us, o.id as obs, o.took_us / 1000000.0 as took, s.kind, s.key, t.name as target, b.name as observer,
    case o.outcome when 0 then 'ok' when 1 then 'slow' when 2 then 'failed' else 'unknown' end as outcome, o.code, o.attempt, o.marks,
    o.due_at / 1000000.0 as due, o.run, o.instance, u.uid as run_uid, u.campaign, i.ordinal, lower(hex(o.evidence)) as evidence
  from observations o
  join subjects s on s.id = o.subject
  join targets t on t.id = s.target
  join observers b on b.id = s.observer
  left join runs u on u.id = o.run
  left join instances i on i.id = o.instance;
create view g_runs as
  select r.started_at / 1000000.0 as time, r.started_at as at_us, r.ended_at / 1000000.0 as ended, (r.ended_at - r.started_at) / 1000000.0 as took,
    r.id as run, r.uid as run_uid, r.campaign, t.name as target, b.name as observer, e.version, r.state, r.exit, r.shares_host,
    (select count(*) from instances i where i.run = r.id) as instances,
    (select count(*) from observations o where o.run = r.id) as observations
  from runs r
  join targets t on t.id = r.target
  join sessions e on e.id = r.session
  join observers b on b.id = e.observer;
create view g_units as
  select u.at / 1000000.0 as time, u.at as at_us, m.name as metric, m.unit, m.worse, t.name as target, r.tags, r.comparable, u.series, u.run, x.uid as run_uid,
    x.campaign, u.instance, i.ordinal, u.n, u.failed, u.median, u.mad, u.q1, u.q3, u.mean, u.sd
  from unit_stats u
  join series r on r.id = u.series
  join metrics m on m.id = r.metric
  join targets t on t.id = r.target
  join runs x on x.id = u.run
  left join instances i on i.id = u.instance;
create view g_incidents as
  select i.first_bad_at / 1000000.0 as time, i.first_bad_at as at_us, i.id as incident, i.kind, s.kind as subject_kind, s.key, t.name as target,
    i.last_ok_at / 1000000.0 as last_ok, i.last_bad_at / 1000000.0 as last_bad, i.first_ok_at / 1000000.0 as first_ok,
    i.closed_at / 1000000.0 as closed
  from incidents i
  join subjects s on s.id = i.subject
  join targets t on t.id = s.target;
create view g_events as
  select e.at / 1000000.0 as time, e.at as at_us, e.until / 1000000.0 as time_end, e.kind, e.text, t.name as target
  from events e
  left join targets t on t.id = e.target;
create view g_gaps as
  select g.from_at / 1000000.0 as time, g.from_at as at_us, g.to_at / 1000000.0 as time_end, g.ticks, g.reason, g.schedule, b.name as observer
  from gaps g
  join observers b on b.id = g.observer;
create view g_findings as
  select f.opened_at / 1000000.0 as time, f.opened_at as at_us, f.id as finding, f.title, f.impact, f.status, t.name as target, f.closed_at / 1000000.0 as closed
  from findings f
  left join targets t on t.id = f.target;
