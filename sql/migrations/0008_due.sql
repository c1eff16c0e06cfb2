-- Jobs and timers: each runs once, in the transaction of the move that it causes; one that fails is put off and counted.
create table waymark.due (
	id bigint generated always as identity primary key,
	kind text not null check (octet_length(kind) between 1 and 64),
	object bigint not null,
	at timestamptz not null,
	attempts smallint not null default 0,
	problem text check (octet_length(problem) <= 400),
	unique (kind, object)
);
create index on waymark.due (at);
