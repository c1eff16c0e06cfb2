-- How often an invitation was tried with an address that somebody has: it ends before it can be used to ask for many.
alter table waymark.invitation add column tries smallint not null default 0 check (tries between 0 and 5);
