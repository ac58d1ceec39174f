-- the version of a baseline that took a judged change in; accepted_by and accepted_at say who and when
alter table judgements add column accepted_into int references baselines;
create index judgements_series on judgements(series, kind, at);
create index judgements_at on judgements(at);
create index judgements_into on judgements(accepted_into) where accepted_into is not null;
