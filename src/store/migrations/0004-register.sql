-- seen_at: when a rule found it last, or when it was entered. basis: what Resolved or Closed rests on. A row of a file that was imported is known by
-- (source, external_id).
alter table findings add column seen_at int;
alter table findings add column basis_kind text check(basis_kind in('judgement','recheck','waiver','elsewhere'));
alter table findings add column basis_ref text;
alter table findings add column source text;
alter table findings add column external_id text;
-- What the file said of it last, JSON: only what the file changed since then is changed here.
alter table findings add column imported text;
create unique index findings_source on findings(source, external_id) where source is not null;
update findings set seen_at = opened_at;
update findings set status = 'Open' where status = 'open';
update finding_history set status = 'Open' where status = 'open';
-- Every rule that found the same fault: three probes of one server that was down.
create table finding_rules(finding int not null references findings, rule text not null, primary key(finding, rule)) strict, without rowid;
create index finding_rules_rule on finding_rules(rule);
insert into finding_rules select id, rule from findings where rule is not null;
drop view g_findings;
create view g_findings as
  select f.opened_at / 1000000.0 as time, f.opened_at as at_us, f.id as finding, f.title, f.impact, f.status, t.name as target, f.closed_at / 1000000.0 as closed,
    f.reporter, f.intended, f.basis_kind, f.basis_ref
  from findings f
  left join targets t on t.id = f.target;
