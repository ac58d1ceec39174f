-- An import that is under way, or was cut off, has done = 0: one a mapping, held by the session that reads.
alter table imports add column done int not null default 1 check(done in(0, 1));
-- A last line that had no end yet: content_sha and bytes are those of the lines before it, tail_sha and tail_bytes of all; its
-- observations are tail_from … tail_from + tail_rows - 1, and give way when the line turns out to be longer.
alter table imports add column tail_sha text;
alter table imports add column tail_bytes int;
alter table imports add column tail_from int;
alter table imports add column tail_rows int not null default 0;
alter table imports add column tail_bad int not null default 0;
-- 1: a longer content began with this one, so what came from its tail stays.
alter table imports add column gone_on int not null default 0 check(gone_on in(0, 1));
create unique index imports_open on imports(mapping_sha) where done = 0;
-- where imported acts were measured, as their file calls it: nobody here rented it
create table machines(id integer primary key, name text not null unique) strict;
alter table observations add column machine int references machines;
